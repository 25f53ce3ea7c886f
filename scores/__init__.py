"""Markers found in turns, and scores made of them, each part with its evidence."""
