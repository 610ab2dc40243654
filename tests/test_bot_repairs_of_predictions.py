"""The repairs of Rasa's predictions: a graph run in order, and rules searched once, predict what Rasa predicts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import repairs
from bot.repairs import graph_runs, rule_texts


@pytest.fixture(autouse=True)
def _installed() -> None:
    repairs.install()


# graph_runs


class Joins(GraphComponent):
    """Joins what it is given to its own letter."""

    def __init__(self, letter: str) -> None:
        self._letter = letter

    @classmethod
    def create(cls, config, model_storage, resource, execution_context) -> "Joins":
        return cls(config["letter"])

    def join(self, left: str, right: str = "") -> str:
        if left == "wrong":
            raise RuntimeError(left)
        return f"({left}{self._letter}{right})"


def node(letter: str, eager: bool = True, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Joins, "create", "join", {"letter": letter}, eager=eager)


SCHEMA = GraphSchema(
    {
        "last": node("d", left="second", right="third"),
        "third": node("c", left="first", right="said"),
        "second": node("b", left="first"),
        "first": node("a", left="said"),
        "aside": node("x", left="said"),
    }
)


def runner(tmp_path: Path, schema: GraphSchema = SCHEMA) -> DaskGraphRunner:
    return DaskGraphRunner(schema, LocalModelStorage(tmp_path), ExecutionContext(schema))


@pytest.mark.parametrize(
    ("said", "targets"),
    [
        pytest.param({"said": "!"}, ["last"], id="all-that-the-last-needs"),
        pytest.param({"said": "!"}, ["third"], id="a-part"),
        pytest.param({"said": "!"}, ["aside", "second"], id="two-targets"),
        pytest.param({"said": "!", "first": "given"}, ["last"], id="a-node-whose-output-is-handed-in"),
        pytest.param({"said": "!"}, ["said"], id="what-was-handed-in"),
    ],
)
def test_a_graph_gives_what_it_gives_with_dask(tmp_path, said, targets):
    graph = runner(tmp_path)
    expected = graph_runs.run_as_rasa_does(graph, dict(said), targets)
    assert graph.run(dict(said), targets) == graph.run(dict(said), targets) == expected


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"said": "aside"}, id="input-that-is-a-node's-name"),
        pytest.param({}, id="missing-input"),
    ],
)
def test_what_dask_refuses_is_refused(tmp_path, said):
    for run in (graph_runs.run_as_rasa_does, graph_runs.run):
        with pytest.raises(GraphRunError):
            run(runner(tmp_path), said, ["aside"])


def test_an_error_in_a_node_is_the_same(tmp_path):
    raised = []
    for run in (graph_runs.run_as_rasa_does, graph_runs.run):
        with pytest.raises(Exception, match="Error running graph component") as info:
            run(runner(tmp_path), {"said": "wrong"}, ["last"])
        raised.append(info.type)
    assert raised[0] is raised[1]


def test_what_is_made_only_at_its_turn_is_left_to_dask(tmp_path):
    schema = GraphSchema({name: replace(one, eager=False) for name, one in SCHEMA.nodes.items()})
    assert graph_runs.plan(schema, ["last"]) == {}
    assert runner(tmp_path, schema).run({"said": "!"}, ["second"]) == {"second": "((!a)b)"}


# rule_texts

LISTEN = {"prev_action": {"action_name": "action_listen"}}
BY_INTENT = {
    json.dumps([{**LISTEN, "user": {"intent": "greet"}}]): "action_answer",
    json.dumps(
        [
            {**LISTEN, "user": {"intent": "greet"}},
            {"prev_action": {"action_name": "action_answer"}, "user": {"intent": "greet"}},
        ]
    ): "action_listen",
}
RULE_BOOKS = [
    pytest.param(BY_INTENT, True, id="by-intent-alone"),
    pytest.param({}, True, id="no-rule"),
    pytest.param(BY_INTENT | {json.dumps([{**LISTEN, "user": {"text": "你好"}}]): "action_other"}, False, id="by-text"),
    pytest.param(BY_INTENT | {json.dumps([LISTEN]): "action_other"}, False, id="whatever-is-said"),
    pytest.param(BY_INTENT | {json.dumps([{}, LISTEN | {"user": {}}]): "action_other"}, False, id="at-the-start"),
]
SAID = [
    pytest.param([UserUttered("你好", {"name": "greet"})], id="an-intent-with-a-rule"),
    pytest.param([UserUttered("你好", {"name": "affirm"})], id="an-intent-without-a-rule"),
    pytest.param([UserUttered("restart", {"name": "restart"})], id="rasas-own-intent"),
    pytest.param([UserUttered(None, {"name": "greet"})], id="an-intent-without-words"),
    pytest.param([UserUttered("你好", {"name": "greet"}), ActionExecuted("action_answer")], id="after-the-answer"),
    pytest.param([ActiveLoop("action_other"), UserUttered("你好", {"name": "greet"})], id="in-a-form"),
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(("rules", "left_out"), RULE_BOOKS)
def test_rules_predict_what_they_predict_in_rasa(tmp_path, monkeypatch, rules, left_out, said):
    actions = ["action_answer", "action_other"]
    domain = Domain.from_dict({"intents": ["greet", "affirm"], "actions": actions})
    policy = RulePolicy(
        RulePolicy.get_default_config(), LocalModelStorage(tmp_path), Resource("rules"), ExecutionContext(SCHEMA)
    )
    policy.lookup = {"rules": rules, "rules_for_loop_unhappy_path": {}}
    assert rule_texts.all_ask_for_an_intent(rules) is left_out
    for before in ([], [UserUttered("好", {"name": "affirm"}), ActionExecuted("action_other")]):
        events = [ActionExecuted("action_listen"), *before, *[ActionExecuted("action_listen")][: len(before)], *said]
        tracker = DialogueStateTracker.from_events("a", events, [])
        found = policy.predict_action_probabilities(tracker, domain)
        with monkeypatch.context() as patch:
            patch.setattr(RulePolicy, "_find_action_from_rules", rule_texts.find_as_rasa_does)
            expected = policy.predict_action_probabilities(tracker, domain)
        assert vars(found) == vars(expected)
