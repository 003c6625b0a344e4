from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.claims.reported import find_values
from corpus_tools.text import restoration
from corpus_tools.text.corpus import document_from_text
from corpus_tools.text.damage import Site, damage
from corpus_tools.text.readings import load_readings
from corpus_tools.text.restoration import restore
from corpus_tools.text.tracing import Change, Traced

CASES = Path(__file__).parents[1] / "cases"
SEEDS = Path(__file__).parents[2] / "seeds"


def cases(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"restoration_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def reports() -> list[str]:
    lines = (CASES / "restoration_reports.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def repaired(raw: str) -> str:
    return Traced.from_raw(raw).apply("restoration", restore(raw)).text


def seed(prefix: str) -> str:
    return next(SEEDS.glob(f"{prefix}_*.txt")).read_text(encoding="utf-8")


def annotated(characters: str) -> tuple[tuple[str, str], ...]:
    return tuple((character, load_readings().default[character]) for character in characters)


SITES = {
    "eats": Site(
        table=annotated("報請驅實聯擔會責長這對動務導關發進學習經縣級組織農業產線員"), punctuation=("。", "、")
    ),
    "drops": Site(
        table=annotated("報請驅實聯擔會責長這對動務導關發進學習經縣級組織農業產線員"), punctuation=("？",), eats=False
    ),
    "other": Site(
        table=annotated("個優內創動務勢區協嚴國執堅報場學實對導強復態應戰揚擔時會業構標機準點認補計設評調請護"),
        punctuation=("！", "，"),
    ),
}


@pytest.mark.parametrize("case", cases("wild"), ids=lambda case: case["note"])
def test_wild_cases_are_restored(case: dict[str, Any]) -> None:
    assert repaired(case["raw"]) == case["clean"]


@pytest.mark.parametrize("case", cases("negative"), ids=lambda case: f"{case['kind']}: {case['text'][:12]}")
def test_clean_texts_stay_as_they_are(case: dict[str, Any]) -> None:
    assert restore(case["text"]) == []


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", cases("known_failures"), ids=lambda case: case["note"])
def test_known_failures(case: dict[str, Any]) -> None:
    assert repaired(case["raw"]) == case["clean"]


@pytest.mark.parametrize("configuration", ["t2s", "s2tw", "s2hk", "s2twp", "s2t"])
@pytest.mark.parametrize("text", reports(), ids=lambda text: text[:10])
def test_clean_reports_in_five_scripts_stay_as_they_are(text: str, configuration: str) -> None:
    import opencc

    assert restore(opencc.OpenCC(configuration).convert(text)) == []


@pytest.mark.parametrize("prefix", ["001", "003", "004"])
def test_clean_seeds_stay_as_they_are(prefix: str) -> None:
    assert restore(seed(prefix)) == []


@pytest.mark.parametrize(
    ("prefix", "phrases"),
    [
        (
            "000",
            [
                "汕尾日報訊",
                "飄揚在最前沿。織密群防群治和聯防聯控網底",
                "激勵干部勇擔當善作為",
                "834個村(社區)黨組織",
                "(其中9名黨員)",
            ],
        ),
        (
            "002",
            [
                "因為從這里發出的",
                "不少工作者挺身而出、勇擔重任、經受住嚴峻考驗",
                "願望能夠實現".replace("願", "愿"),
                "這場疫情防控阻擊戰!(廣安日報 陳玲)",
                "鄉鎮(街道)黨(工)委",
            ],
        ),
    ],
)
def test_the_damaged_seeds_read_as_chinese(prefix: str, phrases: list[str]) -> None:
    text = repaired(seed(prefix))
    assert [phrase for phrase in phrases if phrase not in text] == []
    assert not set("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ") & set(text)


def test_annotations_are_exact_and_a_vanished_byte_is_inferred() -> None:
    by_reason: dict[str, set[str]] = {}
    for change in restore(seed("002")):
        by_reason.setdefault(change.reason, set()).add(change.certainty)
    assert by_reason["annotation"] == {"exact"}
    assert by_reason["vanished bytes"] == {"inferred"}


def test_a_change_covers_no_more_than_the_characters_whose_bytes_moved() -> None:
    raw = "汕尾日?qǐng)?bào)訊,市委組織部深入學(xué)習(xí)。"
    assert [(raw[c.start : c.end], c.after) for c in restore(raw)] == [
        ("?qǐng)?bào)", "報"),
        ("(xué)", ""),
        ("(xí)", ""),
    ]


def test_a_lost_character_stays_a_question_mark_and_is_not_called_exact() -> None:
    raw = damage(
        "各级干部认真履行职责，会议要求加强督导9次，组织学习。",
        Site(table=annotated("報請實聯擔會責這對動務導關學習級組織認揚")),
    )
    for change in restore(raw):
        if "?" in change.after:
            assert change.certainty != "exact"


DROPS = Site(table=annotated("報請聯擔會責這對動務導關學習級組織認揚"), punctuation=("！",), eats=False)


def receipts(clean: str, site: Site) -> list[tuple[str, Change]]:
    raw = damage(clean, site)
    changes = [change for change in restore(raw) if change.reason != "annotation"]
    return [(raw[change.start : change.end], change) for change in changes]


def test_a_quotation_mark_that_went_without_a_trace_is_put_back_where_its_partner_stands_alone() -> None:
    clean = "“为有牺牲多壮志。”\n会议要求，各级干部认真学习，落实责任。"
    [(before, change)] = receipts(clean, DROPS)
    assert (before, change.after, change.certainty) == ("!", "。”", "inferred")
    assert "!" in change.alternatives


def test_a_mark_that_may_hide_a_character_stays_with_its_alternatives() -> None:
    [(before, change)] = receipts("会议结束后，干部和茶农拉家常。\n各级干部认真学习，落实责任。", DROPS)
    assert (before, change.after, change.certainty) == ("!", "!", "unresolved")
    assert "常。" in change.alternatives


def test_a_mark_hides_nothing_where_the_page_shows_that_the_decoder_eats() -> None:
    clean = "加油！\n“为有牺牲多壮志。”李书记说，各级干部认真学习，落实责任。"
    assert {change.certainty for _, change in receipts(clean, replace(DROPS, eats=True))} == {"inferred"}


def test_a_trail_byte_that_was_read_alone_is_found_behind_the_mark_that_ends_the_shift() -> None:
    site = Site(table=annotated("聲學習組織"), punctuation=("。", "、"))
    found = receipts("市委组织学习会议，红白理事会、禁毒禁赌会、孝善理事会成立。", site)
    assert [change.after for before, change in found if before == "?" and change.certainty == "inferred"] == ["賭"]


@pytest.mark.parametrize(("text", "name"), list(zip(reports(), cycle(SITES), strict=False)), ids=lambda text: text[:10])
def test_nothing_wrong_is_called_exact(text: str, name: str) -> None:
    raw = damage(text, SITES[name])
    changes = restore(raw)
    if {change.certainty for change in changes} <= {"exact"}:
        assert repaired(raw) == damage(text, replace(SITES[name], table=(), punctuation=()))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(reports()), min_size=1, max_size=2), st.sampled_from(sorted(SITES)), st.data())
def test_random_chinese_comes_back_or_is_labelled(texts: list[str], name: str, data: st.DataObject) -> None:
    clauses = [clause for text in texts for clause in text.split("，")]
    text = "，".join(data.draw(st.permutations(clauses))[:6])
    raw = damage(text, SITES[name])
    changes = restore(raw)
    restored = Traced.from_raw(raw).apply("restoration", changes).text
    if restored != damage(text, replace(SITES[name], table=(), punctuation=())):
        assert {change.certainty for change in changes} - {"exact"}


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(reports()), st.sampled_from(sorted(SITES)))
def test_restoring_twice_changes_nothing_more(text: str, name: str) -> None:
    once = repaired(damage(text, SITES[name]))
    assert repaired(once) == once


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("?()（）日報請會,。、！“”qǐngbàohuì V◤椕苋\n12"), max_size=60))
def test_any_text_gives_changes_that_apply(text: str) -> None:
    raw = "會(huì)議報(bào)告" + text
    changes = restore(raw)
    assert all(isinstance(change, Change) for change in changes)
    Traced.from_raw(raw).apply("restoration", changes)


@pytest.mark.parametrize(
    "unit",
    ["?qǐng)", "(", "(qǐng", "會(huì)", "?", "報?", "?!?", "“", "苋", "(((huì)))", "?huì)?huì)報", "會(huì)?V◤椕,。"],
)
def test_endless_input_comes_to_an_end(unit: str) -> None:
    raw = "會(huì)議報(bào)告學(xué)習(xí)" + unit * (2_000 // len(unit))
    Traced.from_raw(raw[:100]).apply("restoration", restore(raw[:100]))
    restore(raw)


def test_endless_input_is_looked_through_once_or_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a search has spent its budget, each stretch that is given up looks at itself and not at the page."""
    raw = "會(huì)議報(bào)告學(xué)習(xí)" + "?huì)" * 5_000
    looked, aliens = [], restoration._aliens
    monkeypatch.setattr(restoration, "_aliens", lambda text: looked.append(len(text)) or aliens(text))
    restore(raw)
    assert sum(looked) <= 2 * len(raw)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("黨?yuán)員苋進(jìn)行", ["?yuán)", "苋"]),
        ("這V◤是椕會(huì)，请開(kāi)", ["◤", "椕", "请"]),
        ("黨員(yuán)進(jìn)行", []),
    ],
)
def test_where_no_search_is_left_what_is_odd_and_no_more_stays_unresolved(
    text: str, odd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoration, "MOST_SUPPOSED", -1)
    raw = "會(huì)議報(bào)告學(xué)習(xí)，" + text
    left = [change for change in restore(raw) if change.certainty == "unresolved"]
    assert [raw[change.start : change.end] for change in left] == odd
    assert all(change.after == raw[change.start : change.end] for change in left)


@pytest.mark.parametrize("case", cases("lost_digits"), ids=lambda case: case["note"])
def test_a_digit_that_a_lead_byte_took_along_stays_an_unresolved_question_mark(case: dict[str, Any]) -> None:
    (loss,) = [change for change in restore(case["raw"]) if change.certainty == "unresolved"]
    document = document_from_text(case["raw"])
    assert repaired(case["raw"]) == case["restored"]
    assert (case["raw"][loss.start : loss.end], loss.after) == ("?", "?")
    assert document.text == case["text"]
    assert [str(found.value) for found in find_values(document.text)] == case["values"]


@pytest.mark.parametrize("seed", range(3))
def test_no_digit_is_lost_without_a_label(seed: int) -> None:
    table = annotated("".join(random.Random(seed).sample(sorted(load_readings().default), 400)))
    for marks in (("。", "、"), ()):
        site = Site(table=table, punctuation=marks)
        for clean in reports()[seed::3]:
            raw, whole = damage(clean, site), damage(clean, replace(site, table=(), punctuation=()))
            is_short = re.findall("[0-9]", repaired(raw)) != re.findall("[0-9]", whole)
            assert not is_short or any(change.certainty == "unresolved" for change in restore(raw))
