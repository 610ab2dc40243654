"""What came out: shares, confusions and how much can be answered at a given precision. No Rasa, no files."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WANTED_PRECISION = 0.9
SURE = 0.9


@dataclass(frozen=True)
class Guess:
    """One held-out sentence: its intent, what the model said and how sure it was, 0 to 1."""

    text: str
    intent: str
    guess: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether the guess is the intent."""
        return self.guess == self.intent


@dataclass(frozen=True)
class Hit:
    """One held-out question and the rank of the right clause (0 is best, None is absent) in three searches.

    `answered` is false where the assistant said that it found nothing or asked back.
    """

    text: str
    document: str
    search: int | None
    answer: int | None
    baseline: int | None
    answered: bool = True


def share(values: Iterable[bool]) -> float:
    """Return the share of true values; 0 when there are none."""
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def accuracy(guesses: Sequence[Guess]) -> float:
    """Return the share of right guesses."""
    return share(guess.right for guess in guesses)


def by_intent(guesses: Sequence[Guess]) -> dict[str, tuple[float, int]]:
    """Return for each intent the share of its sentences that were recognised and how many it has, worst first."""
    own: dict[str, list[bool]] = defaultdict(list)
    for guess in guesses:
        own[guess.intent].append(guess.right)
    found = {intent: (share(rights), len(rights)) for intent, rights in own.items()}
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def confusions(guesses: Sequence[Guess], most: int = 12) -> list[tuple[str, str, int]]:
    """Return (intent, taken for, how often), most frequent first."""
    counts = Counter((guess.intent, guess.guess) for guess in guesses if not guess.right)
    return [(*pair, count) for pair, count in counts.most_common(most)]


def coverage(guesses: Sequence[Guess], precision: float = WANTED_PRECISION) -> tuple[float, float | None]:
    """Return the largest share that can be answered with that precision above some confidence, and that confidence.

    (0, None) when no threshold reaches it.
    """
    ranked = sorted(guesses, key=lambda guess: -guess.confidence)
    best, threshold, right = 0, None, 0
    for count, guess in enumerate(ranked, 1):
        right += guess.right
        tied = count < len(ranked) and ranked[count].confidence == guess.confidence
        if not tied and right >= precision * count:
            best, threshold = count, guess.confidence
    return (best / len(ranked) if ranked else 0.0), threshold


def surely_wrong(guesses: Sequence[Guess]) -> float:
    """Return which share of the errors was made with a confidence above 0.9."""
    return share(guess.confidence > SURE for guess in guesses if not guess.right)


def within(ranks: Iterable[int | None], first: int) -> float:
    """Return the share of ranks below `first`."""
    return share(rank is not None and rank < first for rank in ranks)
