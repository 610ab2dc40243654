"""The console's stores keep the same promises in SQLite and in PostgreSQL."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, cast

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from policies_kb.store import KnowledgeBase
from tests.records import NOW, add, of_folder, of_postgres, rows
from web.staff.accounts import FAILURES_ALLOWED, AccountError, Accounts
from web.staff.audit_trail import AuditTrail
from web.staff.calls import Calls, Filter
from web.staff.clock import day_of, now
from web.staff.faults import Faults
from web.staff.figures import Figures, Wanted
from web.staff.grouping import Asked, Group
from web.staff.needs import Needs
from web.staff.notices import Notices
from web.staff.periods import Period
from web.staff.sources import Sources
from web.staff.tables import ACCOUNTS, NEEDS
from web.storage import Records
from web.storage.tables import FEEDBACK, WORDINGS

TODAY = date(2026, 11, 22)
PASSWORD = "ceshi-mima-2026"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    found = of_folder(tmp_path / "var") if request.param == "sqlite" else of_postgres()
    yield found
    found.close()


@pytest.fixture
def accounts(records: Records) -> Accounts:
    return Accounts(records, QUICK)


@pytest.fixture
def someone(accounts: Accounts) -> int:
    return accounts.create("lisi", "李四", "operator", PASSWORD)


def asked(records: Records, text: str, why: str | None = "not_covered", **changes: object) -> Asked:
    number = add(records, answer_id=f"{text}{changes}", region="420800", **changes)
    with records.writing() as connection:
        words = {"question_id": number, "why": why, "text": text, "answer": {}}
        connection.execute(WORDINGS.insert(), words)
    return Asked(number, NOW, "420800", text, why or "", "chat")


def test_an_account_lets_in_locks_and_changes(accounts: Accounts, someone: int) -> None:
    entered = accounts.enter("lisi", PASSWORD)
    assert entered and entered.id == someone and accounts.of_session(entered.get_id()) == entered
    accounts.set_role(entered, "supervisor", active=True)
    assert accounts.of_session(entered.get_id()) is None
    for _ in range(FAILURES_ALLOWED):
        assert accounts.enter("lisi", "falsch-falsch") is None
    assert accounts.enter("lisi", PASSWORD) is None
    accounts.set_password(entered, "neues-passwort-1")
    assert accounts.enter("lisi", "neues-passwort-1")
    with pytest.raises(AccountError, match="lisi"):
        accounts.create("lisi", "另一人", "operator", PASSWORD)


def test_failures_at_the_same_moment_are_all_counted(records: Records, accounts: Accounts, someone: int) -> None:
    tries = [threading.Thread(target=accounts.enter, args=("lisi", "falsch")) for _ in range(FAILURES_ALLOWED)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    [row] = rows(records, ACCOUNTS)
    assert row["locked_until"] > now() and row["failures"] == 0


def test_two_admins_cannot_close_each_other(accounts: Accounts) -> None:
    for login in ("erste", "zweite"):
        accounts.create(login, login, "admin", PASSWORD)
    refused: list[str] = []

    def close(number: int) -> None:
        try:
            accounts.set_role(accounts.all()[number], "admin", active=False)
        except AccountError as error:
            refused.append(str(error))

    both = [threading.Thread(target=close, args=(number,)) for number in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.active for one in accounts.all()].count(True) == 1 and len(refused) == 1


def test_the_audit_trail_grows_and_nothing_else(records: Records) -> None:
    trail = AuditTrail(records)
    trail.note("lisi", "calls.page", "words=\x00三孩", 200, "127.0.0.1")
    trail.note("lisi", "calls.export", "kind=csv", 200, "127.0.0.1")
    assert [(entry.action, entry.object) for entry in trail.latest(9, login="lisi")] == [
        ("calls.export", "kind=csv"),
        ("calls.page", "words=三孩"),
    ]
    assert [entry.object for entry in trail.latest(9, action="calls.page")] == ["words=三孩"]
    for statement in ("update audit_trail set login = 'nobody'", "delete from audit_trail"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"), records.writing() as connection:
            connection.exec_driver_sql(statement)
    assert len(trail.latest(9)) == 2


def test_postgresql_does_not_let_the_trail_be_emptied_at_once() -> None:
    records = of_postgres()
    AuditTrail(records).note("lisi", "calls.page", "", 200, "127.0.0.1")
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), records.writing() as connection:
        connection.exec_driver_sql("truncate audit_trail")
    records.close()


def test_calls_are_found_by_each_filter(records: Records, someone: int) -> None:
    calls = Calls(records)
    told = {"category": "030000", "region": "420800", "outcome": "answered", "measures": ["a/b"], "seconds": 60}
    told |= {"kb_version": "v", "as_of": TODAY, "question": "三孩补贴100%怎么领", "note": "电话13812345678"}
    first = calls.save(someone, told)
    second = calls.save(someone, told | {"question": "产假100天", "outcome": "passed_on", "category": "010000"})
    today = calls.find(Filter(), 1)[0].at.date()
    wanted = {
        first: [Filter(words="100%"), Filter(outcome="answered"), Filter(category="030000")],
        second: [Filter(words="产假"), Filter(outcome="passed_on")],
    }
    for number, filters in wanted.items():
        for one in filters:
            assert [call.id for call in calls.find(one, 9)] == [number] and calls.count(one) == 1
    assert calls.count(Filter(words="_")) == 0 and calls.count(Filter(account=someone + 1)) == 0
    assert calls.count(Filter(since=today - timedelta(2), until=today + timedelta(2), account=someone)) == 2
    assert calls.count(Filter(since=today + timedelta(2))) == 0
    found = calls.find(Filter(), 9)[-1]
    assert (found.operator, found.measures, found.note) == ("李四", ["a/b"], "电话〔电话〕")
    assert [call.id for call in calls.find(Filter(), 1, skip=1)] == [first]


def test_a_fault_goes_up_and_comes_back(records: Records, accounts: Accounts, someone: int) -> None:
    faults, boss = Faults(records), accounts.create("boss", "班长", "supervisor", PASSWORD)
    number = faults.report(someone, "a/b", "v", "听说涨了")
    faults.report(boss, "a/c", "v", "别的")
    assert [fault.reporter for fault in faults.in_states("open")] == ["班长", "李四"]
    faults.answer(number, boss, "rejected", "核对过")
    assert [(fault.state, fault.reply) for fault in faults.of_account(someone, 9)] == [("rejected", "核对过")]
    assert [fault.measure for fault in faults.in_states("open", "accepted")] == ["a/c"]


def test_a_group_becomes_a_need_once(records: Records, someone: int) -> None:
    needs = Needs(records)
    group = Group((asked(records, "三胎奖金"), asked(records, "三胎奖励金")))
    useless = asked(records, "说没用的", why=None)
    with records.writing() as connection:
        opinion = {"question_id": useless.id, "at": NOW, "verdict": "useless", "reason": ""}
        connection.execute(FEEDBACK.insert(), opinion)
    asked(records, "答上来的", why=None)
    assert {one.text: one.why for one in needs.waiting()} == {
        "三胎奖金": "not_covered",
        "三胎奖励金": "not_covered",
        "说没用的": "useless",
    }
    number = needs.decide(group, someone, "missing", "", ["三胎奖金"])
    assert number and needs.decide(group, someone, "dropped", "", ["三胎奖金"]) is None
    assert [one.text for one in needs.waiting()] == ["说没用的"] and len(rows(records, NEEDS)) == 1
    [need] = needs.open("missing")
    assert (need.texts, need.count, need.who) == (["三胎奖金"], 2, "李四") and needs.open("alias") == []
    needs.close(number)
    assert needs.open() == []


def test_a_notice_runs_until_its_last_day_or_its_end(records: Records, someone: int) -> None:
    day = [TODAY]
    notices = Notices(records, lambda: day[0])
    first = notices.write(someone, "本周暂停受理", TODAY + timedelta(1), region="420800", benefit=None)
    second = notices.write(someone, "系统升级", TODAY)
    assert [notice.id for notice in notices.running()] == [second, first]
    notices.end(first)
    assert [notice.id for notice in notices.running()] == [second]
    day[0] += timedelta(1)
    assert notices.running() == [] and len(notices.all()) == 2


def base_of(**standing: str) -> KnowledgeBase:
    return cast(KnowledgeBase, Seen("v2", {name: Paper(name, f"{name}的办法", how) for name, how in standing.items()}))


class Paper(NamedTuple):
    id: str
    title: str
    status: str


class Seen(NamedTuple):
    version: str
    documents: dict[str, Paper]


def test_a_standing_that_changed_waits_until_it_is_ticked_off(records: Records, someone: int) -> None:
    sources = Sources(records)
    sources.compare(base_of(county="draft_for_comment", city="unknown", old="in_force"))
    assert sources.changes() == []
    for _ in range(2):
        sources.compare(base_of(county="in_force", city="unknown", new="in_force"))
    assert {(one.document, one.title, one.before, one.after) for one in sources.changes()} == {
        ("county", "county的办法", "draft_for_comment", "in_force"),
        ("old", "old的办法", "in_force", "gone"),
    }
    first = sources.changes()[0].id
    assert sources.tick(first, someone) and not sources.tick(first, someone)
    assert len(sources.changes()) == 1
    sources.compare(base_of(county="expired", city="unknown", new="in_force"))
    assert [(one.before, one.after) for one in sources.changes() if one.document == "county"][:1] == [
        ("in_force", "expired")
    ]


def test_a_call_without_an_answer_waits_in_the_queue_and_is_no_question_of_the_chat(records: Records) -> None:
    needs = Needs(records)
    needs.ask("我13812345678，宠物托管补多少", "420800", "v1")
    add(records, region="420800")
    [waiting] = needs.waiting()
    assert (waiting.text, waiting.channel, waiting.why) == ("我〔电话〕，宠物托管补多少", "console", "not_covered")
    today = day_of(now())
    period = Period(min(today, TODAY), max(today, TODAY))
    assert Figures(records).questions(Wanted(period)).totals.questions == 1
    assert [asked.text for asked, _ in needs.commonest()] == [waiting.text]
