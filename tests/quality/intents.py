"""Intents, held out by voice: a model learns from all voices but one and is asked only that one.

What nobody in particular says (short words, small talk) is always learnt from and never asked.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from policies_kb.settings import ROOT
from tests.nlu_lint import VOICES, Sentence, read_sentences
from tests.quality import classic, rasa_side
from tests.quality.scores import Guess

CONFIGURED, DIET = "config.yml（现在用的）", "DIET，词和字"
PEOPLE = tuple(voice for voice in VOICES if voice != "anyone")
Guesses = dict[str, list[Guess]]
Say = Callable[[str], None]


def split(sentences: Sequence[Sentence], voice: str) -> tuple[list[Sentence], list[Sentence]]:
    """Return what to learn from and what to ask: every voice but one, and that one."""
    return [s for s in sentences if s.voice != voice], [s for s in sentences if s.voice == voice]


def training_sentences() -> list[Sentence]:
    """Return all sentences of data/nlu."""
    return read_sentences(sorted((ROOT / "data" / "nlu").rglob("*.yml")))


def measure_intents(folder: Path, with_rasa: bool, diet_voices: Sequence[str], say: Say) -> dict[str, Guesses]:
    """Return model → voice → guesses; DIET only for some voices, since one training takes minutes."""
    sentences, measured = training_sentences(), {}
    cut = classic.make_cutter()
    for name, make in classic.models().items():
        if with_rasa and name == classic.STAND_IN:
            continue
        say(f"意图：{name}")
        measured[name] = {voice: classic.guesses_of(make, cut, *split(sentences, voice)) for voice in PEOPLE}
    if with_rasa:
        config = ROOT / "config.yml"
        measured[CONFIGURED] = _with_rasa(CONFIGURED, config, sentences, PEOPLE, folder / "configured", say)
    if diet_voices:
        config = Path(__file__).parent / "diet.yml"
        measured[DIET] = _with_rasa(DIET, config, sentences, diet_voices, folder / "diet", say)
    return measured


def _with_rasa(
    name: str, config: Path, sentences: Sequence[Sentence], voices: Sequence[str], folder: Path, say: Say
) -> Guesses:
    found: Guesses = {}
    for number, voice in enumerate(voices, 1):
        say(f"意图：{name}，第 {number}/{len(voices)} 次训练，留出 {voice}")
        found[voice] = rasa_side.guesses_of(config, *split(sentences, voice), folder / voice)
    return found
