"""Rasa's own pipelines on held-out sentences, trained and asked through Rasa's API in a folder of their own."""

import asyncio
import logging
import os
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from policies_kb.settings import ROOT
from tests.nlu_lint import Sentence
from tests.quality.scores import Guess

LOOKUP = ROOT / "data" / "nlu" / "generated_lookup.yml"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "LOG_LEVEL": "ERROR",
}


def write_training_data(train: Sequence[Sentence], folder: Path) -> None:
    """Write the sentences and the lookup tables as Rasa reads them."""
    own: dict[str, list[str]] = defaultdict(list)
    for sentence in train:
        own[sentence.intent].append(sentence.line)
    lines = ['version: "3.1"', "", "nlu:"]
    for intent, texts in own.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    folder.mkdir(parents=True)
    (folder / "train.yml").write_text("\n".join(lines) + "\n", "utf-8")
    shutil.copy(LOOKUP, folder)


def guesses_of(config: Path, train: Sequence[Sentence], held: Sequence[Sentence], folder: Path) -> list[Guess]:
    """Return what a pipeline says to `held` after training on `train`; everything it writes goes below folder."""
    os.environ.update(QUIET | {"RASA_CACHE_DIRECTORY": str(folder / "cache")})
    from bot.start import prepare

    prepare()
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # else a line a sentence
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    write_training_data(train, folder / "data")
    model = train_nlu(str(config), str(folder / "data"), str(folder / "models"))
    agent = Agent.load(model)

    async def ask() -> list[dict]:
        return [await agent.parse_message(sentence.text) for sentence in held]

    parsed = asyncio.run(ask())
    return [_guess(sentence, message) for sentence, message in zip(held, parsed, strict=True)]


def _guess(sentence: Sentence, message: dict) -> Guess:
    """Return the best intent before the threshold of the fallback."""
    ranking = [item for item in message["intent_ranking"] if item["name"] != "nlu_fallback"]
    best = ranking[0] if ranking else {"name": "", "confidence": 0.0}
    return Guess(sentence.text, sentence.intent, best["name"], float(best["confidence"]))
