"""The web server process answers even what is no request for the application in the one shape, and tells nothing."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from tests.running import web_server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[tuple[str, int]]:
    with web_server(folder) as found:
        yield found


def post(address: tuple[str, int], body: bytes) -> requests.Response:
    with requests.post("http://{}:{}/api/chat".format(*address), data=body, timeout=20) as response:
        return response


@pytest.mark.parametrize("size", [17_000, 1_000_000, 1_100_000, 7_000_000])
def test_a_large_body_is_refused_in_our_words(address: tuple[str, int], size: int) -> None:
    response = post(address, b'{"message": "' + b"x" * size + b'"}')
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert post(address, json.dumps({"message": "产假"}).encode()).status_code == 200


def test_an_enormous_body_is_refused_or_the_connection_closed(address: tuple[str, int]) -> None:
    with suppress(requests.ConnectionError):  # the rest is not read
        assert post(address, b"x" * 20_000_000).json()["error"]["code"] == "too_large"
    assert post(address, json.dumps({"message": "产假"}).encode()).status_code == 200


RAW = [
    pytest.param(b"POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", b"413", id="announced"),
    pytest.param(b"POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"400", id="a length below zero"),
    pytest.param(b"GET / HTTP/1.1\r\nX: ".ljust(32_764, b"y") + b"\r\n\r\n", b"431", id="a long header"),
    pytest.param(b"nonsense\r\n\r\n", b"400", id="no HTTP"),
    pytest.param(b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"40", id="a null byte"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400", id="the beginning of TLS"),
]


@pytest.mark.parametrize(("sent", "status"), RAW)
def test_what_is_no_request_gets_the_one_shape(address: tuple[str, int], sent: bytes, status: bytes) -> None:
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status) or head.startswith(b"HTTP/1.0 " + status), reply
    assert set(json.loads(body)["error"]) == {"code", "message"}
    assert b"waitress" not in reply.lower() and b"Server:" not in head


def test_keys_and_records_are_for_the_owner_only(folder: Path, address: tuple[str, int]) -> None:
    kept = [folder / "secret", *folder.glob("records.sqlite*")]
    assert len(kept) >= 2 and [path for path in kept if path.stat().st_mode & 0o077] == []
