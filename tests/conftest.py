"""What several tests share."""

from collections.abc import Iterator

import pytest

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
