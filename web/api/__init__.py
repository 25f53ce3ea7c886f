"""The HTTP API for programs: calls, agents, waits, initiatives and nights as JSON, by tokens; docs/api.md."""
