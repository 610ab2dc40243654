"""The README's tables are true: its places exist and its settings are those of the program."""

import re
from pathlib import Path

import pytest

from policies_kb.settings import TABLE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLACES = re.findall(
    r"^\| .* \| (.*) \|$", README.split("## Where do I change …?")[1].split("## Settings")[0], re.MULTILINE
)[1:]


@pytest.mark.parametrize(
    "path", sorted({path for place in PLACES for path in re.findall(r"`([^`]+)`", place) if "/" in path or "." in path})
)
def test_the_place_named_in_the_table_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    missing = [
        name
        for name, default, help_text in TABLE
        if f"| `{name}` | {f'`{default}`' if default else '–'} | {help_text} |" not in README
    ]
    assert missing == []
