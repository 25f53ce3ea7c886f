"""The common language: what a call is made of. Types only, no I/O, no thresholds.

Times are seconds from the start of the recording, everywhere.
"""
