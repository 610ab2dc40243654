"""Words found by what their characters sound like: the initials (yebt) or the whole pinyin (yuerbutie)."""

from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from policies_kb.model import Measure
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase

SHORTEST = 2
BEGINS, BENEFIT_BEGINS, HOLDS = 3.0, 2.5, 1.0
EXACT = 1.0


@dataclass(frozen=True)
class Sound:
    """How words sound: their initials and their whole pinyin, both in lower case."""

    initials: str
    whole: str


def sound_of(words: str) -> Sound:
    """Return how Chinese words sound; what is no Chinese stays as it is."""
    return Sound("".join(lazy_pinyin(words, style=Style.FIRST_LETTER)).lower(), "".join(lazy_pinyin(words)).lower())


class PinyinIndex:
    """The measures by the sound of their titles, benefits and aliases."""

    def __init__(self, base: KnowledgeBase) -> None:
        benefits = {
            benefit.id: [sound_of(word) for word in (benefit.name, *benefit.words)]
            for benefit in base.benefits.values()
        }
        self._entries = [
            (m, sound_of(m.title), benefits[m.benefit.id], [sound_of(alias) for alias in m.aliases])
            for m in base.measures.values()
        ]
        self._places = {code: sound_of(name) for code, name in read_vocabulary("places").items()}

    def place_of(self, letters: str) -> tuple[str | None, str]:
        """Return the covered place that letters begin with (jm of jmyebt), and the letters behind it."""
        for code, sound in self._places.items():
            for said in (sound.whole, sound.initials, sound.whole[:-3], sound.initials[:2]):
                rest = letters.removeprefix(said)
                if rest != letters and len(rest) >= SHORTEST:
                    return code, rest
        return None, letters

    def find(self, letters: str) -> list[tuple[Measure, float]]:
        """Return the measures that sound like letters, each with how well; none for fewer than two letters."""
        if len(letters) < SHORTEST:
            return []
        scored = [(m, self._score(letters, t, b, a)) for m, t, b, a in self._entries]
        return sorted(((m, score) for m, score in scored if score), key=lambda pair: -pair[1])

    def _score(self, letters: str, title: Sound, benefit: Iterable[Sound], aliases: Iterable[Sound]) -> float:
        best = max((_fit(letters, sound, BENEFIT_BEGINS) for sound in benefit), default=0.0)
        best = max(best, _fit(letters, title, BEGINS))
        return best or (HOLDS / 2 if any(letters in (a.initials, a.whole) for a in aliases) else 0.0)


def _fit(letters: str, sound: Sound, begins: float) -> float:
    if letters in (sound.initials, sound.whole):
        return begins + EXACT
    if sound.initials.startswith(letters) or sound.whole.startswith(letters):
        return begins
    return HOLDS if len(letters) > SHORTEST and letters in sound.initials else 0.0
