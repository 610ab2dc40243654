"""Rasa's command line starts with skops first and without jax, and is Rasa's command line."""

import subprocess
import sys

from policies_kb.settings import ROOT

ORDER = """
import sys
from bot.start import prepare
prepare()
print("skops.io" in sys.modules, "tensorflow" in sys.modules)
try:
    import jax
except ImportError:
    print("no jax")
"""


def test_skops_is_there_before_tensorflow_and_jax_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", ORDER], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "True False\nno jax\n"
