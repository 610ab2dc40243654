"""The facts of family policy and all judgement about them; imports nothing else of this project."""
