"""Finding the measure: a document's asked sentences are left out of the search and asked; other people's questions.

Only the public path is used (build into a file, Assistant, Finder.rank), so that any way of searching can be measured.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from policies_kb.assistant import Assistant
from policies_kb.build import build
from policies_kb.encoder import open_encoder
from policies_kb.finding import Question
from policies_kb.indexing import make_segmenter
from policies_kb.model import Measure
from policies_kb.normalise import normalise
from policies_kb.regions import NATION
from policies_kb.settings import ROOT
from policies_kb.source import DOCUMENTS
from policies_kb.store import KnowledgeBase
from policies_kb.turns import Context, read_turn
from tests.knowledge import CASES, TODAY, load_cases
from tests.quality.clauses import PlainSearch
from tests.quality.scores import Hit

LOCAL = ("minle", "kaizhou", "qinghai", "jingmen", "tianjiaan")
PEOPLE = ("questions_indirect", "questions_everyday", "questions_desk", "questions_unseen")
BUILT = ROOT / "build" / "kb.sqlite"
Clause = tuple[str, str]  # document, clause
Say = Callable[[str], None]


def groups() -> dict[str, list[str]]:
    """Return what is left out together: each of the local documents alone, then the national ones, then the rest."""
    others = [path.stem for path in sorted((DOCUMENTS / "asked").glob("*.yml")) if path.stem not in LOCAL]
    national = [name for name in others if name.startswith("cn-")]
    provincial = [name for name in others if name not in national]
    return {name: [name] for name in LOCAL} | {"national": national, "provincial": provincial}


def measure_finding(folder: Path, most: int, say: Say, names: Sequence[str] = ()) -> dict[str, list[Hit]]:
    """Return group → what came out; at most `most` questions of each group, spread evenly over its measures."""
    chosen = {name: documents for name, documents in groups().items() if not names or name in names}
    found = {}
    for number, (name, documents) in enumerate(chosen.items(), 1):
        say(f"找措施：第 {number}/{len(chosen)} 组 {name}，留出 {len(documents)} 份文件的问法，重建知识库")
        base = without_asked(documents, folder / name)
        questions = spread(list(asked_of(documents)), most)
        say(f"找措施：{name}，问 {len(questions)} 句")
        found[name] = ask_all(questions, base)
        base.connection.close()
    for name in [] if names else PEOPLE:
        say(f"找措施：问 {name}.yml 里别人的问法")
        found[name] = ask_people(name, KnowledgeBase.open(BUILT, make_segmenter(), open_encoder()))
    return found


def without_asked(documents: Sequence[str], folder: Path) -> KnowledgeBase:
    """Build and open a knowledge base that does not know how people ask for these documents' measures."""
    shutil.copytree(DOCUMENTS, folder / "documents")
    for document in documents:
        (folder / "documents" / "asked" / f"{document}.yml").unlink()
    build(folder / "kb.sqlite", folder / "documents", open_encoder(), before=BUILT)
    return KnowledgeBase.open(folder / "kb.sqlite", make_segmenter(), open_encoder())


def asked_of(documents: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (measure, sentence) of these documents' asked sentences."""
    for document in documents:
        for measure, sentences in load_cases(DOCUMENTS / "asked" / f"{document}.yml").items():
            yield from ((f"{document}/{measure}", normalise(sentence)) for sentence in sentences)


def spread(questions: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """Return at most `most` of the questions, evenly spaced; all of them when there are fewer, or when most is 0."""
    if not most or len(questions) <= most:
        return questions
    return [questions[number * len(questions) // most] for number in range(most)]


def ask_all(questions: Sequence[tuple[str, str]], base: KnowledgeBase) -> list[Hit]:
    """Ask every question with its document's region told, the search, the whole assistant and the baseline."""
    assistant, plain = Assistant(base, lambda: TODAY), PlainSearch(base)
    wanted = [(base.measures[name], text) for name, text in questions]
    hits = [_ask({_clause(m)}, text, {"region": m.document.region}, assistant, plain) for m, text in wanted]
    plain.close()
    return hits


def ask_people(name: str, base: KnowledgeBase) -> list[Hit]:
    """Ask the single questions of a case file that name their clauses, as they were typed."""
    assistant, plain = Assistant(base, lambda: TODAY), PlainSearch(base)
    hits = []
    for case in load_cases(CASES / f"{name}.yml"):
        expected = [*case["expect"].get("cites", []), *case["expect"].get("cites_any", [])]
        if expected and len(case["say"]) == 1:
            clauses = {(document, str(clause)) for document, clause in expected}
            hits.append(_ask(clauses, case["say"][0], {}, assistant, plain))
    plain.close()
    return hits


def _ask(wanted: set[Clause], text: str, context: dict, assistant: Assistant, plain: PlainSearch) -> Hit:
    turn = read_turn(text, "ask_policy", Context.of(context), assistant.base, assistant.finder, TODAY)
    question = Question(turn.question, turn.region, turn.facts, (), frozenset(turn.reading.facts))
    ranked = [_clause(found.measure) for found in assistant.finder.rank(question).here]
    answer = assistant.reply(text, context=context).answer
    told = [_clause(assistant.base.measures[part["id"]]) for part in answer["measures"]]
    return Hit(
        text,
        min(wanted)[0],
        _rank(wanted, ranked),
        _rank(wanted, told),
        _rank(wanted, plain.rank(text, turn.region or NATION)),
        answer["kind"] == "answer",
    )


def _clause(measure: Measure) -> Clause:
    return measure.document.id, measure.clause


def _rank(wanted: set[Clause], clauses: Sequence[Clause]) -> int | None:
    """Return the place of the first of the wanted clauses; each clause counts once. None where there is none."""
    return next((place for place, clause in enumerate(dict.fromkeys(clauses)) if clause in wanted), None)
