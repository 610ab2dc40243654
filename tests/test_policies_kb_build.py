"""A knowledge base is built anew only when its sources or the code changed."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from policies_kb.build import content_version, is_current


def base_of(path: Path, version: str) -> Path:
    database = Database(path)
    database["meta"].insert({"name": "version", "value": version})
    database.close()
    return path


def test_what_was_built_from_these_sources_is_current(tmp_path: Path) -> None:
    assert is_current(base_of(tmp_path / "kb.sqlite", content_version()))


@pytest.mark.parametrize("version", ["", "0123456789ab"])
def test_what_was_built_from_others_is_not(version: str, tmp_path: Path) -> None:
    assert not is_current(base_of(tmp_path / "kb.sqlite", version))


def test_a_missing_or_broken_file_is_not(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all, only some bytes that are long enough to be looked at")
    assert not is_current(tmp_path / "missing.sqlite")
    assert not is_current(broken)
