"""What a message of a chat means for the line to the office, and what people are told about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policies_kb.danger import danger_in
from policies_kb.settings import Settings
from web.staff.clock import local
from web.staff.clock import now as utc
from web.takeover.hours import OfficeHours, opening_in_words
from web.takeover.line import LEFT, LOST, NOBODY, OPERATOR, PERSON, TAKEN, WAITING, Line, News, Takeover

ASK, STOP_WAITING, BACK = "请工作人员来答", "不等了", "换回智能助手"
OFFER = f"现在有工作人员在：点“{ASK}”，就在这里打字说。工作人员会看到您这次对话里问过的话。"
QUEUED = "排上队了，请不要关这个页面。等的时候，想问的可以接着问，智能助手照样回答。"
CLOSED = "现在没有工作人员在。{hours}有人，下次是{opening}；急事请打12345。"
CLOSED_FOR_LONG = "现在没有工作人员在，请打12345。"
GIVEN_UP = {WAITING: "好的，不等了。接着问就行，智能助手来答。", TAKEN: "好的，换回智能助手了，接着问就行。"}
HERE = "{name}来了，智能助手先不说话。"
ENDINGS = {
    OPERATOR: "工作人员说完了，下面还是智能助手回答。",
    PERSON: "",
    NOBODY: "等了一阵没有工作人员空出来，排队取消了。请打12345，或者接着问智能助手。",
    LEFT: "您离开了一会儿，排队取消了；还要找工作人员，再说一次“转人工”。",
    LOST: "工作人员那边断开了，下面还是智能助手回答；没说完的请打12345。",
}
HANDOFF = "handoff"


def button(message: str) -> dict[str, str]:
    """Return a button that sends what it says."""
    return {"title": message, "message": message}


@dataclass(frozen=True)
class Handover:
    """The way from the assistant to a person and back; `clock` gives the moment in Shanghai. Off without hours."""

    line: Line
    hours: OfficeHours | None
    clock: Callable[[], datetime]

    @classmethod
    def of(cls, settings: Settings, line: Line) -> "Handover":
        """Return the handover for these settings; the day of the clock is that of the answers."""

        def clock() -> datetime:
            return datetime.combine(settings.today(), local(utc()).time())

        return cls(line, OfficeHours.of(settings), clock)

    def take(self, sender: str, message: str) -> list[dict[str, Any]] | None:
        """Return the replies to a message that is none for the assistant; None when the assistant is to answer it.

        There are no replies to what a person says to an operator, who answers through `news`. Words of danger go to
        both: whom to call comes at once.
        """
        if self.hours is None:
            return None
        if message == ASK:
            return [self._queue(sender)]
        if message in (STOP_WAITING, BACK):
            left = self.line.leave(sender)
            return [_reply(GIVEN_UP[left.state])] if left else None
        heard = self.line.hear(sender, message)
        return [] if heard and danger_in(message, {}, 0.0) is None else None

    def offer(self, sender: str, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the assistant's replies; one that sends people to a person says whether one is here."""
        for reply in replies:
            if self.hours is None or not reply["answer"] or reply["answer"]["kind"] != HANDOFF:
                continue
            if self.line.active(sender):
                continue
            is_open = self.hours.open_at(self.clock())
            reply["text"] += "\n" + (OFFER if is_open else self._closed())
            reply["buttons"] = [*([button(ASK)] if is_open else []), *reply["buttons"]]
        return replies

    def news(self, sender: str, after: int) -> dict[str, Any]:
        """Return what is new for a person: {"state", "notice", "lines"}; the state is `none` without a takeover."""
        found = self.line.news(sender, after)
        lines = [{"id": line["id"], "text": line["text"]} for line in found.lines]
        state = found.takeover.state if found.takeover else "none"
        return {"state": state, "notice": _notice(found), "lines": lines}

    def state(self, sender: str) -> str | None:
        """Return `waiting` or `taken`; None when no person is in the conversation."""
        active = self.line.active(sender) if self.hours else None
        return active.state if active else None

    def _queue(self, sender: str) -> dict[str, Any]:
        if self.hours is None or not self.hours.open_at(self.clock()):
            return _reply(self._closed())
        self.line.ask_for_person(sender)
        return _reply(QUEUED, button(STOP_WAITING))

    def _closed(self) -> str:
        now = self.clock()
        opening = self.hours.next_opening(now) if self.hours else None
        if opening is None:
            return CLOSED_FOR_LONG
        return CLOSED.format(hours=self.hours, opening=opening_in_words(opening, now.date()))


def name_of(takeover: Takeover) -> str:
    """Return how the operator of a takeover is called towards people: by a number, not by name."""
    return f"工作人员{takeover.account_id}号"


def _notice(news: News) -> str:
    """Return how things stand in one sentence."""
    takeover = news.takeover
    if takeover is None:
        return ""
    if takeover.state == WAITING:
        return f"正在等工作人员，前面还有{news.ahead}位。" if news.ahead else "正在等工作人员，下一个就是您。"
    return HERE.format(name=name_of(takeover)) if takeover.state == TAKEN else ENDINGS[takeover.ended_by or PERSON]


def _reply(text: str, *buttons: dict[str, str]) -> dict[str, Any]:
    return {"text": text, "answer": None, "buttons": list(buttons)}
