"""Agents over many calls: how they fare, the calls behind each figure, moments to hear, what to learn from a peer."""
