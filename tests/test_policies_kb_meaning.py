"""Meaning: what is near stays near whatever its words, and without an encoder nothing breaks."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from policies_kb.build import build
from policies_kb.encoder import SIZE, Encoder, open_encoder
from policies_kb.indexing import make_segmenter
from policies_kb.meaning import Meaning, Nearness, centred
from policies_kb.store import KnowledgeBase
from tests.knowledge import BROKEN, the_base


@pytest.mark.parametrize(
    ("said", "benefit"),
    [
        ("媳妇生了，当家的能在屋头陪几天", "paternity_leave"),
        ("下班太晚接不到娃，学校能不能多看一会", "after_school_care"),
        ("两个娃挤在一间房，想换大点的公家房", "public_rental"),
        ("老师带不过来，一个阿姨最多能看几个奶娃", "nursery_class_size"),
    ],
)
def test_needs_told_without_official_words_are_understood(said: str, benefit: str) -> None:
    meant = the_base().meaning.of(said).benefits
    assert benefit in sorted(meant, key=lambda name: -meant[name])[:3]


def test_what_lies_outside_is_hardly_about_any_benefit() -> None:
    outside = max(the_base().meaning.of("明天会不会下雨").benefits.values())
    inside = max(the_base().meaning.of("产假能休几天").benefits.values())
    assert outside < 0.5 < inside


def test_likelihoods_are_shares_of_one() -> None:
    near = the_base().meaning.of("上托一年补多少")
    assert 0 < sum(near.benefits.values()) <= 1 + 1e-5
    assert 0 <= sum(near.dangers.values()) <= 1 + 1e-5
    assert all(0 <= value <= 1 + 1e-5 for value in near.measures.values())


def test_an_empty_message_means_nothing() -> None:
    assert the_base().meaning.of("") == Nearness()


def test_two_messages_are_mixed_by_the_nearer_measure_and_the_mean_of_the_benefits() -> None:
    one = Nearness({"a": 0.2, "b": 0.9}, {"x": 1.0}, {"medical": 0.1})
    other = Nearness({"a": 0.6}, {"x": 0.5}, {"medical": 0.9})
    assert one.mixed(other) == Nearness({"a": 0.6, "b": 0.9}, {"x": 0.75}, {"medical": 0.1})


def test_centred_rows_have_length_one() -> None:
    rows = centred(np.array([[3.0, 4.0], [1.0, 0.0], [1.0, 2.0]]))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)


def test_a_processor_without_avx2_gets_no_encoder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cpuinfo").write_text("flags : fpu sse2\n")
    assert open_encoder(processor=tmp_path / "cpuinfo") is None
    assert "words only" in caplog.text


def test_without_an_encoder_nothing_is_near() -> None:
    assert Meaning(the_base().connection, None).of("产假几天") == Nearness()


class CountingEncoder(Encoder):
    """Gives each sentence a vector made of its characters, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def sentences(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([np.random.default_rng(len(text)).normal(size=SIZE) for text in texts], np.float32)


def test_a_build_takes_over_the_vectors_of_the_base_before(tmp_path: Path) -> None:
    encoder, told = CountingEncoder(), []
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "sound.yml").write_text((BROKEN.parent / "sound.yml").read_text("utf-8"), "utf-8")
    build(tmp_path / "one.sqlite", folder, encoder, lambda done, of: told.append((done, of)))
    first = len(encoder.asked)
    assert first > 0 and told[-1] == (first, first)
    build(tmp_path / "two.sqlite", folder, encoder, before=tmp_path / "one.sqlite")
    assert len(encoder.asked) == first
    with sqlite3.connect(tmp_path / "two.sqlite") as base:
        assert base.execute("select count(*) from meanings").fetchone()[0] == first
    KnowledgeBase.open(tmp_path / "two.sqlite", make_segmenter())
