"""Rasa's messages as the replies of the chat API."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policies_kb.figures import Figure

NOT_PUBLIC = frozenset({"text", "buttons", "trace"})


def as_replies(messages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the replies, each {"text", "answer", "buttons"}.

    An Answer reaches us twice, as a text and as an object; the text alone is left out then. A message without
    an Answer becomes a reply whose answer is None.
    """
    messages = list(messages)
    told = {message["custom"].get("text") for message in messages if _has_answer(message)}
    replies = []
    for message in messages:
        if _has_answer(message):
            replies.append(_from_answer(message["custom"]))
        elif message.get("text") and message["text"] not in told:
            replies.append({"text": message["text"], "answer": None, "buttons": []})
    return replies


def with_calendars(
    replies: list[dict[str, Any]], url_for: Callable[[Mapping[str, Any]], str | None]
) -> list[dict[str, Any]]:
    """Return the replies; an Answer that holds a timeline gets the link to its calendar file as `calendar_url`."""
    for reply in replies:
        url = url_for(reply["answer"]) if reply["answer"] else None
        if url:
            reply["answer"]["calendar_url"] = url
    return replies


def _has_answer(message: Mapping[str, Any]) -> bool:
    return isinstance(message.get("custom"), dict)


def _from_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": answer.get("text", ""),
        "answer": _in_words({key: value for key, value in answer.items() if key not in NOT_PUBLIC}),
        "buttons": answer.get("buttons", []),
    }


def _in_words(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an Answer whose measures' figures say as `shown` how they read (每月500元), as its text has them."""
    measures = [
        measure | {"figures": [figure | {"shown": str(Figure(**figure))} for figure in measure["figures"]]}
        for measure in answer.get("measures", [])
    ]
    return answer | {"measures": measures}
