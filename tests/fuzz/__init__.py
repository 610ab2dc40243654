"""Throws strange messages at the running assistant: `python -m tests.fuzz --help`."""
