"""How fast the assistant is next to Rasa as it comes: python -m tests.bench (not a test)."""
