"""Initiatives: a training for some agents from a day on, and what changed since against agents without it."""
