"""Rules are not searched by the words of a message when none of them can be met by words.

After each message `RulePolicy` works out the states of the conversation twice and compares them with all rules twice:
with the text of the message, for rules that quote what people say, and with its intent. Where every rule that may
follow a message asks for an intent, the first search finds nothing, whatever was said: it is left out. Where one does
not, or while a form is active, Rasa's own way is taken.
"""

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

Found = tuple[str | None, str | None, bool]  # action, rule, and whether a form goes on after an interruption

find_as_rasa_does = RulePolicy._find_action_from_rules


def all_ask_for_an_intent(rules: dict[str, str]) -> bool:
    """Return whether every rule that may follow a message asks for its intent."""
    last_states = [RulePolicy._rule_key_to_state(rule)[-1] for rule in rules]
    return all(
        state.get(USER, {}).get(INTENT) not in (None, "", SHOULD_NOT_BE_SET)
        for state in last_states
        if state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME) == ACTION_LISTEN_NAME
    )


def find_action_from_rules(
    policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> Found:
    """Return what Rasa finds."""
    if use_text_for_last_user_input and not tracker.active_loop_name and _needs_intents(policy):
        return None, None, False
    return find_as_rasa_does(policy, tracker, domain, use_text_for_last_user_input)


def _needs_intents(policy: RulePolicy) -> bool:
    rules = policy.lookup[RULES]
    looked_at, answer = policy.__dict__.get("looked_at", (None, False))
    if looked_at is not rules:
        answer = all_ask_for_an_intent(rules)
        policy.looked_at = rules, answer
    return answer


def install() -> None:
    """Put it in place."""
    RulePolicy._find_action_from_rules = find_action_from_rules
