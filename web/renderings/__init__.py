"""A reply for other surfaces than the chat page: each rendering makes a text of it and adds nothing to it."""
