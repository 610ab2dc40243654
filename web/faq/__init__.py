"""The FAQ pages: a static site made from the knowledge base, and leaflets to print. `python -m web.faq --help`."""
