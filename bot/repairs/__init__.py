"""Repairs of Rasa 3.6.21, which gets no more fixes of its own: each changes how fast it is, none what it does.

One file for each, which says what Rasa does, why that is slow, and what stays the same; each has its tests beside
Rasa's own way in tests/test_bot_repairs*.py. The tokenizer installs them, because `rasa run` and `rasa train` load it
in any case. When Rasa is replaced: delete this folder, its call in bot/components/tokenizer.py and the tests.
"""

from bot.repairs import action_calls, action_results, empty_domain, event_classes, graph_runs, rule_texts

ALL = (action_calls, action_results, empty_domain, event_classes, graph_runs, rule_texts)


def install() -> None:
    """Put all repairs in place; a second call changes nothing."""
    for repair in ALL:
        repair.install()
