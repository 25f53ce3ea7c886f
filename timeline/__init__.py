"""Words and sounds to what the caller went through: roles, turns, segments."""
