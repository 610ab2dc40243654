"""A stand-in for Rasa's channels: answers what a test tells it to, remembers what it was sent and told to forget."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = {
    "schema": "policy-answer/1",
    "kind": "answer",
    "as_of": "2026-11-22",
    "kb_version": "abc123",
    "measures": [],
    "missing_facts": [],
    "text": "每月500元。",
    "buttons": [{"title": "二孩呢", "message": "二孩每月多少"}],
    "trace": {"intent": "ask_policy"},
}
REPLY = [{"recipient_id": "x", "text": ANSWER["text"]}, {"recipient_id": "x", "custom": ANSWER}]


class FakeRasa:
    """Serves on a free port until closed."""

    def __init__(self) -> None:
        self.reply: Any = REPLY
        self.status = 200
        self.delay = 0.0
        self.received: list[dict[str, Any]] = []
        self.forgotten: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path.startswith("/webhooks/forget/"):
                    fake.forgotten.append(body)
                    return self._answer(b'{"removed": 6}')
                fake.received.append(body)
                time.sleep(fake.delay)
                return self._answer(fake.reply if isinstance(fake.reply, bytes) else json.dumps(fake.reply).encode())

            def _answer(self, body: bytes) -> None:
                with suppress(BrokenPipeError):  # who asked did not wait
                    self.send_response(fake.status)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
