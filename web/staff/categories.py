"""The categories of a call: a file of the office's own, by the codes of GB/T 39666."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from policies_kb.errors import SettingError

CODE = re.compile(r"\d{6}")
WANTED = '要写成 categories: {"030000": 名称}，代码是六位数字并加引号，default 是其中一个'


@dataclass(frozen=True)
class Categories:
    """Names by code, the code that is offered first for a topic, and the one for everything else."""

    names: Mapping[str, str]
    topics: Mapping[str, str]
    default: str

    def of_topic(self, topic: str) -> str:
        """Return the code that is offered first for a topic of the knowledge base."""
        return self.topics.get(topic, self.default)


def read_categories(path: Path) -> Categories:
    """Return the categories of a file; SettingError says what is wrong with it."""
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        found = Categories(data["categories"], data.get("topics", {}), data["default"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise SettingError(f"设置 POLICY_CATEGORIES={path} 读不出来：{WANTED}") from None
    used = [*found.topics.values(), found.default]
    right = isinstance(found.names, dict) and all(
        isinstance(code, str) and CODE.fullmatch(code) for code in found.names
    )
    if not right or not set(used) <= set(found.names):
        raise SettingError(f"设置 POLICY_CATEGORIES={path} 里的代码不对：{WANTED}")
    return found
