"""Finding the measure, held out by document: a document's asked sentences are left out of the search, then asked.

Only the public path is used (build into a file, Assistant, Finder.rank), so that any way of searching can be measured.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from policies_kb.assistant import Assistant
from policies_kb.build import build
from policies_kb.finding import Question
from policies_kb.indexing import make_segmenter
from policies_kb.model import Measure
from policies_kb.normalise import normalise
from policies_kb.source import DOCUMENTS
from policies_kb.store import KnowledgeBase
from tests.knowledge import TODAY, load_cases
from tests.quality.clauses import PlainSearch
from tests.quality.scores import Hit

LOCAL = ("minle", "kaizhou", "qinghai", "jingmen", "tianjiaan")
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
    return found


def without_asked(documents: Sequence[str], folder: Path) -> KnowledgeBase:
    """Build and open a knowledge base that does not know how people ask for these documents' measures."""
    shutil.copytree(DOCUMENTS, folder / "documents")
    for document in documents:
        (folder / "documents" / "asked" / f"{document}.yml").unlink()
    build(folder / "kb.sqlite", folder / "documents")
    return KnowledgeBase.open(folder / "kb.sqlite", make_segmenter())


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
    hits = [_ask(base.measures[name], text, assistant, plain) for name, text in questions]
    plain.close()
    return hits


def _ask(wanted: Measure, text: str, assistant: Assistant, plain: PlainSearch) -> Hit:
    region = wanted.document.region
    measures = assistant.base.measures
    ranked = [found.measure for found in assistant.finder.rank(Question(text, region, {})).here]
    answer = assistant.reply(text, context={"region": region}).answer
    told = [measures[part["id"]] for part in answer["measures"]]
    place = (wanted.document.id, wanted.clause)
    return Hit(
        text,
        wanted.document.id,
        _rank(wanted, ranked),
        _rank(wanted, told),
        next((rank for rank, clause in enumerate(plain.rank(text, region)) if clause == place), None),
        answer["kind"] == "answer",
    )


def _rank(wanted: Measure, measures: Sequence[Measure]) -> int | None:
    """Return the place of the first measure that stands in the wanted one's clause; clauses count once."""
    clauses = list(dict.fromkeys((measure.document.id, measure.clause) for measure in measures))
    place = (wanted.document.id, wanted.clause)
    return clauses.index(place) if place in clauses else None
