"""What cannot be rebuilt: questions counted, questions kept for the staff, feedback. The staff's own things join here.

`open_records(settings)` gives the one `Records` of an application: SQLite in POLICY_VAR, another database by
POLICY_RECORDS_URL. Tables stand in `tables.py`, the way to them in `migrations/` (one ordered sequence for all of
`web`), copies in `copies.py`, and `python -m web.records` is the command for the operator.

RecordsError
├── NewerRecords   the database was made by a newer version of this program
└── FullRecords    a copy would be put back over records that are there
"""

from web.storage.engine import Records, open_records
from web.storage.errors import FullRecords, NewerRecords, RecordsError

__all__ = ["FullRecords", "NewerRecords", "Records", "RecordsError", "open_records"]
