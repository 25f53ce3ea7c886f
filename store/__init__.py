"""What is kept of every analysed call, in SQLite or PostgreSQL."""
