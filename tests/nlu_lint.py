"""Checks of the training sentences that Rasa does not make itself; each returns what is wrong, in words.

A check takes all sentences and returns a line for every fault. For each, tests/cases/broken_nlu holds a file that must
fail.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz, process

from policies_kb.indexing import make_segmenter
from policies_kb.normalise import normalise
from tests.knowledge import load_cases

VOICES = ("anyone", "mother", "father", "elder", "hr", "nursery", "operator")
ANNOTATION = re.compile(r"\[([^\]]+)\]\((\w+)\)")
NUMBER = re.compile(r"[0-9.,]+")
PARSED = re.compile(r"^/|[\[\](){}\\]|@")
NOT_LETTERS = re.compile(r"\W")
PARTICLES = re.compile(r"[\W吗呢吧啊呀哦嘛了的哈呗咯]")
CHAT = frozenset({"affirm", "deny", "greet", "thank", "goodbye", "insult", "restart"})
LONGEST = 200
SHORTEST_ALIKE, ALIKE = 5, 85
ENOUGH_TO_JUDGE, MUCH_OF_IT, HARDLY_ELSEWHERE = 10, 0.3, 0.1
# (intent, word) → why the word may give the intent away
TELLING: Mapping[tuple[str, str], str] = {
    ("human", "人工"): "the word that hotlines have taught people; all voices hold other ways to ask for a person",
}
# two sentences → why they may be so alike and yet of two intents
APART: Mapping[frozenset[str], str] = {
    frozenset({"给我个电话", "给我回个电话"}): "a number to call against a call back",
    frozenset({"是这个意思", "不是这个意思"}): "yes and no differ by one character",
}


@dataclass(frozen=True)
class Sentence:
    """One training sentence with its intent, the voice that says it and the file it stands in."""

    intent: str
    voice: str
    line: str
    file: str

    @property
    def text(self) -> str:
        """The sentence without annotations, as a message would be."""
        return ANNOTATION.sub(r"\1", self.line)


def read_sentences(files: Iterable[Path]) -> list[Sentence]:
    """Return the training sentences of NLU files, in their order; lookups and synonyms are left out."""
    return [
        Sentence(entry["intent"], entry.get("metadata", {}).get("voice", ""), line.removeprefix("- "), file.name)
        for file in files
        for entry in load_cases(file)["nlu"]
        if "intent" in entry
        for line in entry["examples"].splitlines()
    ]


def repeated(sentences: list[Sentence]) -> list[str]:
    """Return sentences that stand twice, marks left aside."""
    counts = Counter(NOT_LETTERS.sub("", sentence.text) for sentence in sentences)
    return [text for text, count in counts.items() if count > 1]


def alike(sentences: list[Sentence], allowed: Mapping[frozenset[str], str] = APART) -> list[str]:
    """Return pairs of sentences of two intents that differ by a particle or a character or two."""
    long = [(s, PARTICLES.sub("", s.text)) for s in sentences]
    long = [(s, bare) for s, bare in long if len(bare) >= SHORTEST_ALIKE]
    bares, found = [bare for _, bare in long], []
    for place, (sentence, bare) in enumerate(long):
        near = process.extract(bare, bares[:place], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        for _, _, other in near:
            twin = long[other][0]
            if twin.intent != sentence.intent and frozenset({twin.text, sentence.text}) not in allowed:
                found.append(f"{twin.intent} {twin.text} ~ {sentence.intent} {sentence.text}")
    return found


def bare_numbers(sentences: list[Sentence]) -> list[str]:
    """Return numbers that stand alone outside inform, and any number in small talk.

    Rasa makes one word of all numbers: with 88 in goodbye, 8500 becomes a farewell.
    """
    return [
        f"{s.intent} {s.text}"
        for s in sentences
        if (NUMBER.fullmatch(s.text) and s.intent != "inform")
        or (s.intent in CHAT and re.search(r"\b[0-9]+\b", s.text))
    ]


def giveaways(sentences: list[Sentence], allowed: Mapping[tuple[str, str], str] = TELLING) -> list[str]:
    """Return words that stand in much of one intent and hardly anywhere else, but for those allowed with a reason."""
    shares = giveaway_words(sentences).items()
    return [f"{intent} {word} {share:.0%}" for (intent, word), share in shares if not allowed.get((intent, word))]


def giveaway_words(sentences: list[Sentence]) -> dict[tuple[str, str], float]:
    """Return (intent, word) → share of the intent's sentences that hold it."""
    cut = make_segmenter().cut
    holding: dict[str, Counter] = defaultdict(Counter)
    of_intent = Counter(sentence.intent for sentence in sentences)
    for sentence in sentences:
        for word in cut(sentence.text):
            holding[word][sentence.intent] += 1
    found = {}
    for word, counts in holding.items():
        intent, count = counts.most_common(1)[0]
        elsewhere = counts.total() - count
        telling = count >= MUCH_OF_IT * of_intent[intent] and elsewhere <= HARDLY_ELSEWHERE * count
        if of_intent[intent] >= ENOUGH_TO_JUDGE and telling:
            found[intent, word] = count / of_intent[intent]
    return found


def not_in_normal_form(sentences: list[Sentence]) -> list[str]:
    """Return sentences that would look otherwise when they reach Rasa."""
    return [s.text for s in sentences if normalise(s.text) != s.text]


def parsed_by_rasa(sentences: list[Sentence]) -> list[str]:
    """Return sentences with a slash or a bracket that Rasa would take for a command or an annotation."""
    return [s.line for s in sentences if PARSED.search(ANNOTATION.sub(r"\1", s.line))]


def without_voice(sentences: list[Sentence]) -> list[str]:
    """Return files with an unknown voice, or with two when the file is named after one."""
    found = [f"{s.file} {s.intent} {s.voice!r}" for s in sentences if s.voice not in VOICES]
    for file, own in groupby(sentences, key=lambda s: s.file):
        voice = file.removesuffix(".yml")
        found += [f"{file} {s.intent} {s.voice}" for s in own if voice in VOICES and s.voice != voice]
    return list(dict.fromkeys(found))


def too_long(sentences: list[Sentence]) -> list[str]:
    """Return sentences that are empty or longer than people write."""
    return [s.text for s in sentences if not 1 <= len(s.text) <= LONGEST]


CHECKS: Mapping[str, Callable[[list[Sentence]], list[str]]] = {
    "repeated": repeated,
    "alike": alike,
    "bare_numbers": bare_numbers,
    "giveaways": giveaways,
    "not_in_normal_form": not_in_normal_form,
    "parsed_by_rasa": parsed_by_rasa,
    "without_voice": without_voice,
    "too_long": too_long,
}
