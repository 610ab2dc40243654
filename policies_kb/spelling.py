"""Homophones put right: 育儿不贴 is read as 育儿补贴. Only what sounds like one of the base's own words changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from pypinyin import lazy_pinyin

LONGEST = 6
SAME_SOUND = {"n": "l", "zh": "z", "ch": "c", "sh": "s"}


def sound(text: str) -> tuple[str, ...]:
    """Return a text's syllables without tones; n/l, zh/z, ch/c, sh/s and -ng/-n count as the same."""
    return tuple(_blur(syllable) for syllable in lazy_pinyin(text))


def _blur(syllable: str) -> str:
    for hard, soft in SAME_SOUND.items():
        if syllable.startswith(hard) and (len(hard) > 1 or syllable[1:2] not in "g"):
            syllable = soft + syllable[len(hard) :]
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


class Speller:
    """Corrects homophones of known words; `is_word` tells what is a word of the language and stays as it is."""

    def __init__(self, words: Iterable[str], is_word: Callable[[str], bool]) -> None:
        self._words = {word for word in words if 2 <= len(word) <= LONGEST and word.isalpha() and not word.isascii()}
        self._is_word = is_word

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], str]:
        table: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            table[sound(word)].append(word)
        return {key: words[0] for key, words in table.items() if len(words) == 1}

    def correct(self, text: str) -> str:
        """Return the text with homophones of known words replaced, longest first; one character stays as written."""
        syllables = [sound(character)[0] if "\u4e00" <= character <= "\u9fff" else None for character in text]
        result, start = [], 0
        while start < len(text):
            word = self._word_at(text, syllables, start)
            result.append(word or text[start])
            start += len(word) if word else 1
        return "".join(result)

    def _word_at(self, text: str, syllables: list[str | None], start: int) -> str | None:
        for length in range(min(LONGEST, len(text) - start), 1, -1):
            written = text[start : start + length]
            if written in self._words:
                return written
            heard = tuple(syllables[start : start + length])
            word = None if None in heard else self._by_sound.get(heard)
            if word and self._believable(written, word, text, start):
                return word
        return None

    def _believable(self, written: str, word: str, text: str, start: int) -> bool:
        """Whether what was written can be a slip: it keeps a character of the word and cuts through no real word."""
        if not any(one == other for one, other in zip(written, word, strict=True)) or self._is_word(written):
            return False
        end = start + len(written)
        return len(written) > 2 or not (
            self._is_word(text[max(0, start - 1) : start + 1]) or self._is_word(text[end - 1 : end + 1])
        )
