"""Signing in and out, accounts, tokens, the audit log."""
