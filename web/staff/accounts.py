"""Accounts of the staff: hashed passwords, lock-out after failures, and the number that ends old sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_login import UserMixin

from web.staff.clock import now
from web.staff.tables import ACCOUNTS
from web.storage import Records

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
LOGIN_PATTERN = r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]"
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$CZP2fdTFPkt+iuChMoWWAw$gXrvFgCV4fL1W1sMgg/yYH/2RG8jaqRrdKcy4sQtnDc"
"""A hash that no password fits: a login that does not exist takes as long as one that does."""


@dataclass(frozen=True)
class Account(UserMixin):
    """Who may log in."""

    id: int
    login: str
    name: str
    role: str
    active: bool
    stamp: int
    locked_until: datetime | None = None
    takes_chats: bool = False

    @property
    def is_active(self) -> bool:
        """See parent class."""
        return self.active

    def get_id(self) -> str:
        """Return what a session holds: another stamp (a new password, a new role) ends it."""
        return f"{self.id}.{self.stamp}"


class AccountError(ValueError):
    """An account that cannot be made or changed as wished; the text is a sentence for people."""


class Accounts:
    """The accounts in the records."""

    def __init__(self, records: Records, hasher: PasswordHasher | None = None) -> None:
        self._records = records
        self._hasher = hasher or PasswordHasher()

    def create(self, login: str, name: str, role: str, password: str) -> int:
        """Make an account and return its number; AccountError when the login is taken or the password too weak."""
        row = {"login": login, "name": name, "role": role, "password": self._hashed(password, login)}
        try:
            with self._records.writing() as connection:
                new = row | {"active": True, "failures": 0, "stamp": 1, "at": now()}
                return int(connection.execute(ACCOUNTS.insert(), new).inserted_primary_key[0])
        except sa.exc.IntegrityError:
            raise AccountError(f"已经有登录名 {login}") from None

    def all(self) -> list[Account]:
        """Return all accounts in the order of their making."""
        with self._records.reading() as connection:
            return [_account(row) for row in connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.id))]

    def of_session(self, told: str) -> Account | None:
        """Return the account that a session names, None when it is closed or the session belongs to an older stamp."""
        number, _, stamp = told.partition(".")
        account = self.get(int(number)) if number.isdecimal() else None
        return account if account and account.active and str(account.stamp) == stamp else None

    def get(self, number: int) -> Account | None:
        """Return an account by its number."""
        with self._records.reading() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.id == number)).first()
        return _account(row) if row else None

    def enter(self, login: str, password: str) -> Account | None:
        """Return the account when login and password fit and it is neither closed nor locked; counts what fails.

        Five failures in a row lock it for a quarter of an hour. The right password does not help while it is locked.
        """
        with self._records.reading() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.login == login)).first()
        fits = self._fits(row.password if row else NOBODY, password)
        if row is None or not row.active:
            return None
        with self._counting(row.id) as (failures, locked_until, set_to):
            if locked_until and locked_until > now():
                return None
            if fits:
                set_to(0, None)
                return _account(row)
            over = failures + 1 >= FAILURES_ALLOWED
            set_to(0 if over else failures + 1, now() + LOCKED_FOR if over else None)
        return None

    @contextmanager
    def _counting(self, number: int) -> Iterator[tuple]:
        """Give the failures, the end of a lock and a function that sets both, read and written in one transaction."""
        mine = ACCOUNTS.c.id == number
        with self._records.writing() as connection:
            query = sa.select(ACCOUNTS.c.failures, ACCOUNTS.c.locked_until).where(mine)
            held = connection.execute(query.with_for_update()).one()  # tries at the same moment count one by one

            def set_to(failures: int, locked_until: datetime | None) -> None:
                values = {"failures": failures, "locked_until": locked_until}
                connection.execute(ACCOUNTS.update().where(mine).values(values))

            yield held.failures, held.locked_until, set_to

    def set_password(self, account: Account, password: str) -> None:
        """Give an account another password, end its sessions and its lock."""
        self._change(account, password=self._hashed(password, account.login), failures=0, locked_until=None)

    def check_password(self, account: Account, password: str) -> bool:
        """Whether a password is the account's own."""
        with self._records.reading() as connection:
            held = connection.execute(sa.select(ACCOUNTS.c.password).where(ACCOUNTS.c.id == account.id)).scalar_one()
        return self._fits(held, password)

    def set_role(self, account: Account, role: str, active: bool) -> None:
        """Give an account another role or close it, and end its sessions; AccountError for the last open admin."""
        admins = sa.select(ACCOUNTS.c.id).where(ACCOUNTS.c.role == "admin", ACCOUNTS.c.active).with_for_update()
        with self._records.writing() as connection:  # two admins that close each other wait for one another
            last = connection.execute(admins).scalars().all() == [account.id]
            if last and (role != "admin" or not active):
                raise AccountError("至少要留一个能用的管理员")
            connection.execute(_changed(account, role=role, active=active))

    def _change(self, account: Account, **values: object) -> None:
        with self._records.writing() as connection:
            connection.execute(_changed(account, **values))

    def _hashed(self, password: str, login: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise AccountError(f"密码要 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符")
        if login.lower() in password.lower() or len(set(password)) < SHORTEST_PASSWORD // 2:
            raise AccountError("密码太容易猜：不要用登录名，也不要老是同几个字符")
        return self._hasher.hash(password)

    def _fits(self, held: str, password: str) -> bool:
        try:
            return self._hasher.verify(held, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False


def _changed(account: Account, **values: object) -> sa.sql.Update:
    change = ACCOUNTS.update().where(ACCOUNTS.c.id == account.id)
    return change.values(stamp=ACCOUNTS.c.stamp + 1, **values)


def _account(row: sa.engine.Row) -> Account:
    names = Account.__dataclass_fields__
    return Account(**{name: row._mapping[name] for name in names})
