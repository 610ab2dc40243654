"""What `make quality` counts is counted right. The measuring itself is `make quality`, no test."""

from pathlib import Path

import pytest
import yaml

from policies_kb.settings import ROOT
from tests.nlu_lint import Sentence
from tests.quality import classic, report
from tests.quality.clauses import PlainSearch
from tests.quality.finding import LOCAL, ask_all, asked_of, groups, spread, without_asked
from tests.quality.intents import PEOPLE, split, training_sentences
from tests.quality.rasa_side import write_training_data
from tests.quality.scores import Guess, Hit, accuracy, by_intent, confusions, coverage, surely_wrong, within


def guess(right: bool, confidence: float, intent: str = "greet") -> Guess:
    return Guess("", intent, intent if right else "thank", confidence)


def test_shares_are_of_all_that_was_asked() -> None:
    guesses = [guess(True, 0.9), guess(False, 0.95), guess(True, 0.5, "deny"), guess(False, 0.2, "deny")]
    assert accuracy(guesses) == 0.5
    assert by_intent([*guesses, guess(True, 1)]) == {"deny": (0.5, 2), "greet": (2 / 3, 3)}
    assert confusions(guesses) == [("greet", "thank", 1), ("deny", "thank", 1)]
    assert surely_wrong(guesses) == 0.5
    assert accuracy([]) == surely_wrong([]) == 0


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        pytest.param([1] * 9 + [0], (1.0, 0.1), id="just-enough"),
        pytest.param([1] * 4 + [0] * 6, (0.4, 0.7), id="until-the-first-error"),
        pytest.param([0] * 10, (0.0, None), id="never"),
        pytest.param([], (0.0, None), id="nothing-asked"),
    ],
)
def test_coverage_is_the_largest_share_with_the_precision(rights: list[int], expected: tuple) -> None:
    guesses = [guess(bool(right), 1 - number / 10) for number, right in enumerate(rights)]
    share, threshold = coverage(guesses)
    assert share == expected[0]
    assert threshold == (expected[1] and pytest.approx(expected[1]))


def test_sentences_of_equal_confidence_are_answered_together_or_not_at_all() -> None:
    assert coverage([guess(True, 0.5), guess(False, 0.5)]) == (0.0, None)


def test_ranks_within_the_first_three() -> None:
    assert within([0, 2, 3, None], 3) == 0.5


def test_a_voice_is_asked_and_not_learnt_from() -> None:
    sentences = training_sentences()
    for voice in PEOPLE:
        train, held = split(sentences, voice)
        assert len(train) + len(held) == len(sentences) and len(held) > 90
        assert voice not in {s.voice for s in train} and {s.voice for s in held} == {voice}


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("name", classic.models())
def test_every_model_learns_and_says_how_sure_it_is(name: str) -> None:
    train = [
        Sentence(intent, "", text, "") for intent in ("greet", "thank") for text in (f"{intent} {n}" for n in "abcd")
    ]
    held = [Sentence("greet", "", "greet x", ""), Sentence("thank", "", "thank x", "")]
    guesses = classic.guesses_of(classic.models()[name], str, train, held)
    assert [g.guess for g in guesses] == ["greet", "thank"]
    assert all(0.5 < g.confidence <= 1 for g in guesses)


def test_rasa_reads_what_is_written_for_it(tmp_path: Path) -> None:
    write_training_data(
        [Sentence("greet", "elder", "喂,有人没得", ""), Sentence("greet", "", "你好", "")], tmp_path / "d"
    )
    written = yaml.safe_load((tmp_path / "d" / "train.yml").read_text("utf-8"))
    assert written["nlu"] == [{"intent": "greet", "examples": "- 喂,有人没得\n- 你好\n"}]
    assert (tmp_path / "d" / "generated_lookup.yml").is_file()


def test_diet_gets_the_words_of_the_configured_pipeline() -> None:
    ours = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    diet = yaml.safe_load((ROOT / "tests/quality/diet.yml").read_text("utf-8"))["pipeline"]
    assert diet[0] == ours[0] and diet[-1]["name"] == "DIETClassifier"


def test_every_document_with_asked_sentences_is_left_out_once() -> None:
    left_out = [name for documents in groups().values() for name in documents]
    asked = {path.stem for path in (ROOT / "policies_kb/documents/asked").glob("*.yml")}
    assert set(LOCAL) <= set(groups()) and set(left_out) == asked and len(left_out) == len(asked)


def test_a_sample_is_spread_over_all_questions() -> None:
    questions = [(str(n), "") for n in range(10)]
    assert [name for name, _ in spread(questions, 5)] == ["0", "2", "4", "6", "8"]
    assert spread(questions, 0) == spread(questions, 99) == questions


@pytest.mark.slow
def test_a_document_is_asked_what_it_does_not_know(tmp_path: Path) -> None:
    base = without_asked(["cn-annual-leave"], tmp_path)
    questions = list(asked_of(["cn-annual-leave"]))
    known = {row["words"] for row in base.connection.execute("select words from asked_words")}
    assert not {" ".join(base.segmenter.cut(text)) for _, text in questions} & known
    hits = ask_all(questions, base)
    assert len(hits) == len(questions) and within([hit.search for hit in hits], 3) > 0.5
    plain = PlainSearch(base)
    assert plain.rank("年休假几天", "000000")[0][0] == "cn-annual-leave"
    assert plain.rank("???", "000000") == []
    plain.close()
    base.connection.close()


def test_tables_have_a_cell_for_each_head() -> None:
    measured = {"a": {voice: [guess(True, 0.9)] for voice in PEOPLE}, "b": {"mother": [guess(False, 0.9)]}}
    found = {"minle": [Hit("", "minle", 0, None, 2, answered=False)]}
    tables = [report.intent_table(measured), report.same_voices_table(measured), report.finding_table(found)]
    for lines in tables:
        assert len({line.count("|") for line in lines}) == 1
    assert "| minle | 1 | 100.0% | 100.0% | 0.0% | 0.0% | 100.0% | 0.0% | 100.0% |" in tables[2]
    data = report.as_data(measured, found)
    assert data["intents"]["a"]["people"] == 1 and data["finding"]["minle"]["lost"] == [["minle", "", "找到了没答"]]
