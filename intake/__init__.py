"""From a folder to recordings: what to analyse, its identity, what is known of the call from outside."""
