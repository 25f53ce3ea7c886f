"""The `warmline` command: one file a subcommand, errors turned into one sentence and an exit code."""
