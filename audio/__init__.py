"""Signals: decoding, channels, tones, loudness. Knows nothing of call centres."""
