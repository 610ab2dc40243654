"""Errors of the records. The text is a Chinese sentence that says what to do."""


class RecordsError(Exception):
    """Base of all errors of this package."""


class NewerRecords(RecordsError):
    """The database was made by a newer version of this program."""


class FullRecords(RecordsError):
    """A copy would be put back over records that are there."""
