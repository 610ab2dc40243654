"""Rasa's actions: they hand a message to policies_kb.assistant and its answer back, and judge nothing themselves."""
