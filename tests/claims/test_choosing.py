import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.claims import choosing
from corpus_tools.claims.choosing import choose_nouns
from corpus_tools.claims.lexicon import weights
from corpus_tools.claims.nouns import FIGURE, candidates, cut
from corpus_tools.claims.quantities import quantities
from corpus_tools.claims.readings import bare_readings
from corpus_tools.claims.reported import find_values
from corpus_tools.claims.traits import names, view
from corpus_tools.claims.weights import TABLE, hundredths
from scripts.train_nouns import Choice, compact, learn

CASES = Path(__file__).parents[1] / "cases"
PROBES = [json.loads(line) for line in (CASES / "values_probes.jsonl").read_text(encoding="utf-8").splitlines()]


def read(text):
    readings = bare_readings(text, 0, quantities(text))
    return readings, cut(text, 0, len(text), readings)


@pytest.mark.parametrize("case", PROBES, ids=lambda case: case["text"])
def test_reads_what_a_tester_found_wrong(case):
    assert [value.noun for value in find_values(case["text"])] == case["nouns"]


@given(st.text("组建党员突击队5支、12名的，。（社区）和“”3万余共 \n", max_size=40))
def test_the_words_of_a_sentence_follow_each_other(text):
    _, sentence = read(text)
    assert all(one.end <= two.start for one, two in pairwise(sentence.words))
    assert "".join(word.text for word in sentence.words) == text


def test_each_figure_is_one_word():
    readings, sentence = read("组建突击队12支、服务队9支。")
    assert [sentence.words[k].text for k in sentence.at] == ["12支", "9支"]
    assert [word.tag for word in sentence.words].count(FIGURE) == len(readings) == 2


@pytest.mark.parametrize(
    ("text", "figure", "place", "noun"),
    [
        ("5500个基层党组织", 0, "behind", "基层党组织"),
        ("口罩1000个", 0, "before", "口罩"),
        ("5名在一线表现突出的职工", 0, "relative", "职工"),
        ("成立6个、9个临时党小组", 0, "ahead", "临时党小组"),
        ("隐患77处整改69处", 1, "passed", "隐患"),
        ("劝返32人", 0, "none", ""),
    ],
)
def test_the_noun_is_among_the_candidates(text, figure, place, noun):
    readings, sentence = read(text)
    found = {(one.place, one.words) for one in candidates(text, sentence, readings, figure)}
    assert (place, noun) in found
    assert ("silent", "") in found


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("全市组建党员突击队5支。", ["组建"]),  # before the noun, though 突击 lies in it
        ("5名党员下沉社区。", ["下沉"]),  # behind, where none is before
        ("组建5支", ["组建"]),
        ("党员新增30名", ["新增"]),  # between noun and number
        ("组织党员下沉300名", ["下沉"]),
        ("隐患77处整改69处", ["整改", "整改"]),
        ("发放口罩1000个，走访群众20户。", ["发放", "走访"]),  # the nearest
        ("发放" + "，人" * 5 + "口罩1000个", ["发放"]),
        ("发放" + "，人" * 6 + "口罩1000个", [None]),  # too far
        ("口罩1000个" + "，人" * 6 + "发放", [None]),
        ("5台", [None]),
    ],
)
def test_the_verb_is_that_between_noun_and_number_else_the_nearest_before_else_the_first_behind(text, verbs):
    readings, _ = read(text)
    choose_nouns(text, 0, len(text), readings)
    assert [reading.verb for reading in readings] == verbs


def test_silence_must_outweigh_a_noun():
    text = "发现隐患77处，整改69处"
    readings, sentence = read(text)
    seen = view(hundredths(), sentence, readings, 1)
    for one in candidates(text, sentence, readings, 1):
        weighed = sum(weights(TABLE).get(trait, 0) for trait in names(seen, one))
        assert choosing._score(seen, one) == pytest.approx(100 * (weighed - (one.place == "silent")))


def test_no_noun_begins_or_ends_with_a_mark_or_particle():
    text = "受到表彰的，党员、群众共300名"
    readings, sentence = read(text)
    words = [one.words for one in candidates(text, sentence, readings, 0) if one.first >= 0]
    assert words
    assert not any(word.startswith(("、", "的")) or word.endswith(("、", "的")) for word in words)


def test_only_figures_before_and_not_too_many_are_inherited_from():
    text = "、".join(f"{noun}{i}个" for i, noun in enumerate(["口罩", "帐篷", "水泵"], 3)) + "，发放9个"
    readings, sentence = read(text)
    choose_nouns(text, 0, len(text), readings)
    heirs = [[one.of for one in candidates(text, sentence, readings, i) if one.place == "inherited"] for i in range(4)]
    assert heirs == [[], [0], [1, 0], [2, 1, 0]]


def test_a_figure_alone_has_no_noun_ahead():
    readings, sentence = read("成立6个临时党小组")
    assert "ahead" not in {one.place for one in candidates("成立6个临时党小组", sentence, readings, 0)}


def test_a_noun_behind_its_number_has_nine_words_at_most_or_goes_to_the_end_of_the_clause():
    text = "5个" + "党员" * 12
    readings, sentence = read(text)
    lengths = {one.last - one.first + 1 for one in candidates(text, sentence, readings, 0) if one.place == "behind"}
    assert lengths == {*range(1, 10), 12}


def test_no_candidate_runs_over_a_figure():
    text = "隐患77处整改69处"
    readings, sentence = read(text)
    assert all("77" not in one.words for one in candidates(text, sentence, readings, 1))


def test_a_figure_may_take_the_noun_of_the_one_before():
    text = "发现隐患77处，整改69处"
    readings, sentence = read(text)
    choose_nouns(text, 0, len(text), readings)
    heirs = [one for one in candidates(text, sentence, readings, 1) if one.place == "inherited"]
    assert [(one.words, one.of) for one in heirs] == [("隐患", 0)]


def test_every_candidate_has_its_own_traits():
    text = "划分834个一级网格"
    readings, sentence = read(text)
    seen = view(hundredths(), sentence, readings, 0)
    sets = [names(seen, one) for one in candidates(text, sentence, readings, 0)]
    assert len(set(sets)) == len(sets)


def test_what_is_learnt_is_what_was_right():
    right, wrong = frozenset(["good"]), frozenset(["bad"])
    data = [Choice(str(i), [wrong, right], ["甲", "乙"], np.array([False, True]), ("乙",)) for i in range(5)]
    found = learn(data)
    assert found["good"] > 0 > found["bad"]
    assert found["good"] == pytest.approx(-found["bad"], abs=1e-6)


def test_a_compact_line_that_is_not_in_its_text_is_told(tmp_path):
    path = tmp_path / "nouns_x.txt"
    path.write_text("# 2021-08-20\t建公厕35座。\n36座\t公厕\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"nouns_x\.txt.*'36座'"):
        list(compact(path))


def test_the_weights_are_those_of_many_traits():
    assert len(weights(TABLE)) > 10_000
    assert weights(TABLE)["z"] != 0
