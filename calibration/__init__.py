"""Reviewers' labels against the reports: how often they agree, and the weights that would follow them."""
