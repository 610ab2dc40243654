"""Reports of wrong knowledge: from whoever is at the desk to the queue, and back with what became of them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from web.errors import ApiError
from web.privacy import mask
from web.staff.clock import now
from web.staff.tables import ACCOUNTS, FAULTS
from web.storage import Records

STATES = {"open": "待处理", "accepted": "属实，待修改", "fixed": "已改好", "rejected": "核对过，没有错"}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Fault:
    """One report; reply is what the supervisor wrote to it."""

    id: int
    at: datetime
    measure: str
    kb_version: str
    text: str
    state: str
    reply: str
    reporter: str

    @property
    def state_name(self) -> str:
        """The state in words."""
        return STATES[self.state]


class Faults:
    """The reports in the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def report(self, account: int, measure: str, kb_version: str, text: str) -> int:
        """Store a report and return its number; the text is masked."""
        row = {"at": now(), "account_id": account, "measure": measure, "kb_version": kb_version, "text": mask(text)}
        with self._records.writing() as connection:
            new = row | {"state": "open", "reply": ""}
            return int(connection.execute(FAULTS.insert(), new).inserted_primary_key[0])

    def of_account(self, account: int, most: int) -> list[Fault]:
        """Return the latest reports of an account, newest first."""
        return self._find(FAULTS.c.account_id == account, most)

    def in_states(self, *states: str) -> list[Fault]:
        """Return the reports in some states, newest first."""
        return self._find(FAULTS.c.state.in_(states), MOST_SHOWN)

    def answer(self, number: int, account: int, state: str, reply: str) -> None:
        """Set the state of a report; ApiError 404 when there is none, 400 for a state that is none."""
        if state not in STATES:
            raise ApiError(400, "state_unknown", "没有这种处理结果。")
        values = {"state": state, "reply": mask(reply), "handled_by": account, "handled_at": now()}
        with self._records.writing() as connection:
            changed = connection.execute(FAULTS.update().where(FAULTS.c.id == number).values(values))
        if not changed.rowcount:
            raise ApiError(404, "fault_unknown", "没有这条报告。")

    def _find(self, condition: sa.sql.ColumnElement, most: int) -> list[Fault]:
        reporter = ACCOUNTS.c.name.label("reporter")
        query = sa.select(FAULTS, reporter).join(ACCOUNTS, ACCOUNTS.c.id == FAULTS.c.account_id).where(condition)
        with self._records.reading() as connection:
            rows = connection.execute(query.order_by(FAULTS.c.id.desc()).limit(most)).mappings().all()
        return [Fault(**{name: row[name] for name in Fault.__dataclass_fields__}) for row in rows]
