"""Makes labelled telephone calls from call scripts: prompts, music, voices, keys, a line, and the truth about them.

Run by scripts/make_samples.py in an environment with the extra 'make'; Warmline itself never imports it.
"""
