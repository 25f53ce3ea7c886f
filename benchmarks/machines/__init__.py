"""Machines of our own for benchmarks: network, disk, host name and processes apart, on one computer."""
