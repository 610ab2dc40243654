"""Questions that nobody answered, put together by what they mean: one group for each need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from policies_kb.normalise import normalise
from policies_kb.store import KnowledgeBase

SAME_BENEFIT, SAME_MEASURES = 0.85, 0.45  # cosines from which two questions mean the same
SAME_WORDS = 0.5  # share of the pairs of characters


@dataclass(frozen=True)
class Asked:
    """One question that was not answered, its words masked. why: as web/journal.py says."""

    id: int
    at: datetime
    region: str | None
    text: str
    why: str
    channel: str


@dataclass(frozen=True)
class Group:
    """Questions of one place that mean the same, the latest first."""

    questions: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.questions)

    @property
    def region(self) -> str | None:
        """The place that was asked about."""
        return self.questions[0].region

    @property
    def first(self) -> datetime:
        """When it was asked first."""
        return min(question.at for question in self.questions)

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return max(question.at for question in self.questions)

    @property
    def texts(self) -> list[str]:
        """The different ways in which it was asked, the commonest first."""
        said = [question.text for question in self.questions]
        return sorted(dict.fromkeys(said), key=lambda text: -said.count(text))


def group(questions: Iterable[Asked], base: KnowledgeBase) -> list[Group]:
    """Return the groups, those asked most often first; each question joins the first group whose head is like it."""
    heads: list[_Meant] = []
    groups: list[list[Asked]] = []
    for question in questions:
        meant = _meant(question, base)
        for head, members in zip(heads, groups, strict=True):
            if head.like(meant):
                members.append(question)
                break
        else:
            heads.append(meant)
            groups.append([question])
    found = [Group(tuple(sorted(one, key=lambda question: question.at, reverse=True))) for one in groups]
    return sorted(found, key=lambda one: (-one.count, -one.last.timestamp()))


@dataclass(frozen=True)
class _Meant:
    """What a question means: its place, how likely each benefit and how near each measure is, its words."""

    region: str | None
    benefits: np.ndarray
    measures: np.ndarray
    words: frozenset[str]

    def like(self, other: "_Meant") -> bool:
        """Whether two questions ask for the same; by their words alone where there is no encoder."""
        if self.region != other.region:
            return False
        if len(self.words & other.words) >= SAME_WORDS * len(self.words | other.words):
            return True
        same_benefit = self.benefits @ other.benefits >= SAME_BENEFIT
        return bool(same_benefit and self.measures @ other.measures >= SAME_MEASURES)


def _meant(question: Asked, base: KnowledgeBase) -> _Meant:
    text = normalise(question.text)
    near = base.meaning.of(_without_places(text, base))
    measures = _direction(near.measures.values()) ** 2  # what is far counts for little
    return _Meant(question.region, _direction(near.benefits.values()), _direction(measures), _pairs(text))


def _direction(values: Iterable[float]) -> np.ndarray:
    """Return values as a vector of length 1; zero where they all are, or where there are none."""
    vector = np.array(list(values), np.float32)
    return vector / max(float(np.linalg.norm(vector)), 1e-9) if vector.size else np.zeros(1, np.float32)


def _pairs(text: str) -> frozenset[str]:
    return frozenset("".join(pair) for pair in pairwise(text))


def _without_places(text: str, base: KnowledgeBase) -> str:
    for mention in reversed(base.regions.find(text)):
        text = text[: mention.start] + text[mention.end :]
    return text
