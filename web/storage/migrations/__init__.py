"""The steps of the records' tables, one module each: see web/storage/migrating.py."""
