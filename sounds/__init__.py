"""Audio to Sounds: what is heard, channel by channel, before any word is read."""
