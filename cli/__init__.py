"""The command line: one file a command, errors told once, at the edge."""
