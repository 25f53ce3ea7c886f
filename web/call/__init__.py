"""A call: what happened, heard and read; its sound, its page to keep, its printed report."""
