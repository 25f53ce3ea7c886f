"""Pure functions from timeline, turns and sound features to plain numbers with units."""
