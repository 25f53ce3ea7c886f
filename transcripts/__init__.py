"""Sounds to words, each given to a channel and a voice."""
