"""Cutting Chinese for search: jieba words with the knowledge base's own dictionary, beside character pairs.

FTS5's own tokenisers find nothing useful in Chinese; both the index and the query are cut here, in the same way.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import jieba

from policies_kb.spelling import Speller

HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[a-z]+")


class Segmenter:
    """Cuts normalised text; `words` are kept whole, `synonyms` maps what people say to the word that the base uses."""

    def __init__(
        self, words: Iterable[str], synonyms: dict[str, str], stop_words: Iterable[str], stop_characters: str = ""
    ) -> None:
        self._words = [word for word in words if len(word) > 1]
        self._synonyms = synonyms
        self._stop = frozenset(stop_words)
        self._empty = frozenset(stop_characters)

    @cached_property
    def _tokenizer(self) -> jieba.Tokenizer:
        jieba.setLogLevel(60)
        tokenizer = jieba.Tokenizer()
        tokenizer.initialize()
        for word in {*self._words, *self._synonyms.values()}:
            tokenizer.add_word(word, 20000)
        return tokenizer

    @cached_property
    def _synonym_pattern(self) -> re.Pattern:
        return re.compile(
            "|".join(re.escape(word) for word in sorted(self._synonyms, key=len, reverse=True)) or r"(?!)"
        )

    @cached_property
    def _speller(self) -> Speller:
        common = self._tokenizer.FREQ
        return Speller({*self._words, *self._synonyms.values()}, lambda written: common.get(written, 0) > 0)

    def spelled(self, text: str) -> str:
        """Return the text with homophones of the base's words put right."""
        return self._speller.correct(text)

    def canonical(self, text: str) -> str:
        """Return the text in the base's own words: 二胎 becomes 二孩, 托儿所 becomes 托育机构."""
        return self._synonym_pattern.sub(lambda match: self._synonyms[match[0]], text.lower())

    def cut(self, text: str) -> list[str]:
        """Return a text's search words in order: words, character pairs, Latin words; numbers say nothing here."""
        found: dict[str, None] = {}
        canonical = self.canonical(text)
        for run in HAN.findall(canonical):
            for word in self._tokenizer.cut_for_search(run, HMM=False):
                if len(word) > 1 and word not in self._stop:
                    found[word] = None
            for pair in pairwise(run):
                if not self._empty.intersection(pair) and "".join(pair) not in self._stop:
                    found["".join(pair)] = None
        for word in LATIN.findall(canonical):
            found[word] = None
        return list(found)
