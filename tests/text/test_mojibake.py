import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.text.mojibake import repair
from corpus_tools.text.tracing import Traced

CASES = Path(__file__).parent.parent / "cases"
SENTENCES = (
    "全市各级党组织闻令而动，组织党员干部1200余人下沉一线。",
    "我县脱贫攻坚取得决定性成就，贫困户人均纯收入达到8650元。",
    "水库水位持续上涨，镇村两级连夜转移群众216户583人",
    "各級黨組織聞令而動，組織黨員幹部下沉防汛一線",
)


def cases(name):
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["why"]) for case in map(json.loads, lines)]


def repaired(text):
    return Traced.from_raw(text).apply("mojibake", repair(text)).text


@pytest.mark.parametrize("case", cases("mojibake_wild"))
def test_leftovers_of_html_are_undone(case):
    assert repaired(case["text"]) == case["expected"]


@pytest.mark.parametrize("case", cases("mojibake_negative"))
def test_clean_text_gives_no_change(case):
    assert repair(case["text"]) == []


@pytest.mark.parametrize("case", cases("script_negative"))
def test_text_of_the_script_cases_gives_no_change(case):
    assert repair(case["text"]) == []


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", cases("mojibake_known_failures"))
def test_known_failures(case):
    assert repaired(case["text"]) == case["expected"]


@pytest.mark.parametrize(
    "seed", sorted((Path(__file__).parents[2] / "seeds").glob("*.txt")), ids=lambda path: path.stem[:3]
)
def test_seeds_give_no_change(seed):
    assert repair(seed.read_bytes().decode("utf-8")) == []


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    ("true", "taken"),
    [("utf-8", "latin-1"), ("utf-8", "sloppy-windows-1252"), ("gbk", "latin-1"), ("gbk", "sloppy-windows-1252")],
)
def test_a_wrong_single_byte_encoding_is_undone_exactly(sentence, true, taken):
    import ftfy.bad_codecs  # noqa: F401 - registers sloppy-windows-1252

    damaged = sentence.encode(true).decode(taken)
    assert repaired(damaged) == sentence
    assert {change.certainty for change in repair(damaged)} == {"exact"}


@pytest.mark.parametrize("sentence", ["縣議會審查總預算，議員質詢災後重建進度", "檢測 場景 商議 救援 情緒"])
def test_big5_is_not_taken_for_gbk(sentence):
    assert repaired(sentence.encode("big5hkscs").decode("latin-1")) == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_utf8_read_as_gbk_comes_back_but_for_what_is_lost(sentence):
    damaged = sentence.encode("utf-8").decode("gb18030", errors="replace")
    changes = repair(damaged)
    kept = [change for change in changes if change.certainty == "unresolved"]
    assert all(change.after in damaged for change in kept)
    exact = [change.after for change in changes if change.certainty == "exact"]
    position = 0
    for after in exact:
        position = sentence.index(after, position) + len(after)
    assert sum(map(len, exact)) >= 0.8 * len([character for character in sentence if character > "\x7f"])


def test_a_byte_that_only_one_value_fits_is_put_back():
    damaged = "各级党组织闻令而动".encode().decode("gb18030", errors="replace")
    assert "\ufffd" in damaged
    assert repaired(damaged) == "各级党组织闻令而动"


def test_a_byte_that_many_values_fit_stays_lost_with_the_alternatives():
    damaged = "贫困群众583人".encode().decode("gb18030", errors="replace")
    (lost,) = [change for change in repair(damaged) if change.certainty == "unresolved"]
    assert lost.after in damaged
    assert "人" in lost.alternatives


def test_a_question_mark_behind_a_lost_byte_proves_nothing():
    damaged = "他们说什么?!水位又涨啦".encode().decode("gb18030", errors="replace")
    assert "乀" not in repaired(damaged)


def test_a_byte_that_the_words_around_tell_is_labelled_inferred():
    damaged = "共转移群众216".encode().decode("gb18030", errors="replace")
    (told,) = [change for change in repair(damaged) if change.certainty == "inferred"]
    assert told.after == "众"
    assert repaired(damaged) == "共转移群众216"


def test_damage_within_right_text_is_undone_alone():
    assert repaired("记者 ä¸­å›½ å…¨å¸‚ 报道，café") == "记者 中国 全市 报道，café"


def test_a_receipt_spans_the_smallest_stretch():
    (first, second) = repair("ÖÐ¹ú")
    assert (first.start, first.end, first.after) == (0, 2, "中")
    assert (second.start, second.end, second.after) == (2, 4, "国")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("锟斤拷锟斤拷了", [(0, 6)]),
        ("党\ufffd\ufffd员", [(1, 3)]),
        ("烫烫烫烫屯屯屯", [(0, 4), (4, 7)]),
        ("人\ue001\ue002", [(1, 3)]),
    ],
)
def test_what_is_lost_is_named_and_stays(text, spans):
    changes = repair(text)
    assert [(change.start, change.end) for change in changes] == spans
    assert {change.certainty for change in changes} == {"unresolved"}
    assert repaired(text) == text


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("的一是&;<>/pbr#8220ldquonbspéÖÐ¹ú锟斤拷\ufffd\ue001鍏ㄥ競?"), max_size=40)
    | st.text(max_size=40)
)
def test_any_text_gives_changes_that_can_be_applied(text):
    repaired(text)


@pytest.mark.parametrize(
    "text",
    ["<p" * 100_000, "&amp;" * 60_000, "é" * 200_000, "鍏" * 200_000, "<p =" * 50_000, "é1" * 100_000, "鍏�" * 50_000],
)
def test_nasty_input_is_no_trap(text):
    repair(text)
