"""Menus and waits: which menu makes people press 0, where the wait is, which mood the agent then meets."""
