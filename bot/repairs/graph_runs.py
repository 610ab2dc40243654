"""A trained model's graph is run node by node, in an order that is worked out once.

`DaskGraphRunner.run` cuts the graph to its targets, hands it to dask's scheduler and lets that find the order, for
every message and again for every prediction: more work than most nodes do. The nodes, what each is given, and what
comes back are the same. Training keeps dask, which also lets go of what no node needs any more.
"""

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

run_as_rasa_does = DaskGraphRunner.run

Plan = dict[str, tuple[str, ...]]  # node -> what it needs; a node stands after its needs


def plan(schema: GraphSchema, targets: Sequence[str]) -> Plan:
    """Return the nodes that the targets need; empty when some are only made at their turn, as they are in training."""
    nodes = schema.minimal_graph_schema(list(targets)).nodes
    if not all(node.eager for node in nodes.values()):
        return {}
    needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
    return {name: needs[name] for name in TopologicalSorter(needs).static_order() if name in needs}


def run(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Return the outputs of the targets by name; GraphRunError as in Rasa."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    plans: dict[tuple[str, ...], Plan] = runner.__dict__.setdefault("plans", {})
    if wanted not in plans:
        plans[wanted] = plan(runner._graph_schema, wanted)
    if not plans[wanted]:
        return run_as_rasa_does(runner, inputs, targets)
    known: dict[str, Any] = dict.fromkeys(plans[wanted])
    runner._add_inputs_to_graph(inputs, known)
    try:
        for name, needs in plans[wanted].items():
            if known[name] is None:  # else it was handed in
                known[name] = runner._instantiated_nodes[name](*(known.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return {name: known[name][1] for name in wanted}


def install() -> None:
    """Put it in place."""
    DaskGraphRunner.run = run
