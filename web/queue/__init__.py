"""The reviewers' queue and the list of all calls, with filters and search over what was said."""
