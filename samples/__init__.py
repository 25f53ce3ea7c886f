"""Two or three short calls to try Warmline on, made by scripts/make_samples.py."""
