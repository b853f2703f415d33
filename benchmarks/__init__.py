"""Benchmarks: one file a figure, each a command that prints a table."""
