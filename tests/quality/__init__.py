"""How good the assistant is on what it has not learnt from: `python -m tests.quality --help`."""
