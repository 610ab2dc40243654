"""What several tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.fake_rasa import FakeRasa
from tests.running import RunningStack


@pytest.fixture(scope="session")
def running_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give the whole assistant, started once for all tests."""
    running = RunningStack(tmp_path_factory.mktemp("stack"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def stack(running_stack: RunningStack) -> str:
    """Give the address of the running assistant."""
    return running_stack.address


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    """Give a stand-in for Rasa that the test can direct."""
    fake = FakeRasa()
    yield fake
    fake.close()


@pytest.fixture
def web_settings(rasa: FakeRasa, tmp_path: Path) -> dict[str, str]:
    """Give the settings of a web application that talks to the stand-in."""
    return {
        "RASA_PORT": str(rasa.port),
        "POLICY_RATE_LIMIT": "0",
        "POLICY_RASA_TIMEOUT": "1",
        "POLICY_VAR": str(tmp_path / "var"),
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one browser for all tests; each opens pages of its own."""
    with chromium() as browser:
        yield browser
