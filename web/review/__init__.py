"""Reviewing: verdicts on marks, corrections, comments, the house's evaluation, its hand-over and the agent's reply."""
