"""The platform's XML: what comes in, plain or encrypted, and what goes out."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from web.wechat.crypto import AccountCipher, Forged, check_signature, signature

NO_REPLY = "success"  # the platform's word for: received, say nothing


class NoMessage(Exception):
    """What came is no message in the platform's form."""


@dataclass(frozen=True)
class Incoming:
    """One message or event: who wrote to which account, its kind, its text, its number (the same when it comes again).

    The text is what was typed or, of a voice, recognised; the key of a menu; else empty.
    """

    person: str
    account: str
    kind: str
    text: str
    number: str


@dataclass(frozen=True)
class Account:
    """One Official Account: its settings on the platform."""

    token: str
    app_id: str
    cipher: AccountCipher

    def check(self, query: Mapping[str, str]) -> None:
        """Raise Forged unless the address of a request is signed by the platform."""
        check_signature(query.get("signature", ""), self.token, query.get("timestamp", ""), query.get("nonce", ""))

    def open(self, body: bytes, query: Mapping[str, str]) -> Incoming:
        """Return what came; Forged when it is not from the platform, NoMessage when it is not in its form."""
        fields = _fields(body)
        if query.get("encrypt_type") == "aes":
            encrypted = fields.get("Encrypt", "")
            told = query.get("timestamp", ""), query.get("nonce", ""), encrypted
            check_signature(query.get("msg_signature", ""), self.token, *told)
            fields = _fields(self.cipher.decrypt(encrypted).encode())
        return _incoming(fields)

    def close(self, text: str, incoming: Incoming, query: Mapping[str, str]) -> str:
        """Return a reply in the platform's form, encrypted when the message was."""
        now = str(int(time.time()))
        named = {"ToUserName": incoming.person, "FromUserName": incoming.account, "CreateTime": now}
        reply = _xml(named | {"MsgType": "text", "Content": text})
        if query.get("encrypt_type") != "aes":
            return reply
        encrypted, nonce = self.cipher.encrypt(reply), secrets.token_hex(8)
        signed = signature(self.token, now, nonce, encrypted)
        return _xml({"Encrypt": encrypted, "MsgSignature": signed, "TimeStamp": now, "Nonce": nonce})


def _fields(body: bytes) -> dict[str, str]:
    try:
        return {child.tag: (child.text or "").strip() for child in fromstring(body)}
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NoMessage("it is no XML") from error


def _incoming(fields: Mapping[str, str]) -> Incoming:
    person, account, kind = (fields.get(name, "") for name in ("FromUserName", "ToUserName", "MsgType"))
    if not (person and account and kind):
        raise NoMessage("a field is missing")
    if kind == "event":
        kind = f"event.{fields.get('Event', '').lower()}"
    text = fields.get({"text": "Content", "voice": "Recognition", "event.click": "EventKey"}.get(kind, ""), "")
    number = fields.get("MsgId") or f"{person} {fields.get('CreateTime', '')} {kind}"
    return Incoming(person, account, kind, text, number)


def _xml(fields: Mapping[str, str]) -> str:
    parts = (f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>" for name, text in fields.items())
    return f"<xml>{''.join(parts)}</xml>"


__all__ = ["NO_REPLY", "Account", "Forged", "Incoming", "NoMessage"]
