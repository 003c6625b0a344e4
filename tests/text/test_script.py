import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.text.script import normalise_characters, simplify
from corpus_tools.text.tracing import Traced

CASES = Path(__file__).parent.parent / "cases"


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["why"]) for case in map(json.loads, lines)]


def normalised(text):
    traced = Traced.from_raw(text)
    traced = traced.apply("script", normalise_characters(traced.text))
    return traced.apply("script", simplify(traced.text)).text


@pytest.mark.parametrize("case", cases("script_wild"))
def test_wild_text_is_brought_to_one_script_and_width(case):
    assert normalised(case["text"]) == case["expected"]


@pytest.mark.parametrize("case", cases("script_wild"))
def test_a_second_time_changes_nothing(case):
    assert normalised(case["expected"]) == case["expected"]


@pytest.mark.parametrize("case", cases("script_negative"))
def test_what_is_right_stays(case):
    assert normalise_characters(case["text"]) + simplify(case["text"]) == []


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", cases("script_known_failures"))
def test_known_failures(case):
    assert normalised(case["text"]) == case["expected"]


def test_every_folding_has_its_name():
    text = "\u200b\u3000⼀１,二,三\r\n"
    reasons = [change.reason for change in normalise_characters(text)]
    assert reasons == [
        "invisible",
        "blank",
        "compatibility character",
        "half width",
        "full width",
        "full width",
        "invisible",
    ]


def test_traditional_changes_are_single_characters_of_equal_length():
    changes = simplify("這裏的後勤幹部")
    assert [(change.start, change.end, change.after) for change in changes] == [
        (0, 1, "这"),
        (1, 2, "里"),
        (3, 4, "后"),
        (5, 6, "干"),
    ]
    assert {change.reason for change in changes} == {"Traditional"}


@pytest.mark.parametrize("seed", ["001_87c27394a87205ba", "003_f3ae08024c401e6a", "004_0d1cf31a770046a5"])
def test_simplified_seeds_are_not_converted(seed):
    text = (Path(__file__).parents[2] / "seeds" / f"{seed}.txt").read_bytes().decode("utf-8")
    assert simplify(text) == []


ALPHABET = st.sampled_from(
    "的著乾於國国後里長门們們這这,，:：;；?？!！()（）“”《》%％．.1２3Ａbz ⼀⻓\u200b\u3000\u00a0\r\n\t\ufe0f－/hw"
)


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=40) | st.text(max_size=40))
def test_applying_the_step_twice_changes_nothing(text):
    once = normalised(text)
    assert normalised(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(ALPHABET, max_size=60))
def test_only_what_is_named_changes(text):
    lengths = {"invisible": {0, 1}, "line end": {1}}
    for change in normalise_characters(text):
        assert len(change.after) in lengths.get(change.reason, {1})
        assert change.after != text[change.start : change.end]


@pytest.mark.parametrize(
    "text", ["(" * 200_000, ",(" * 100_000 + "国", "http://" * 30_000, "１，" * 100_000, "：1" * 100_000, "a" * 300_000]
)
def test_nasty_input_is_no_trap(text):
    normalise_characters(text)
    simplify(text)
