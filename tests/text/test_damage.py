from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.text.damage import USER_DEFINED, Site, annotate, damage, decode, encode

TABLE = (("報", "bào"), ("請", "qǐng"), ("驗", "yàn"), ("聯", "lián"), ("擔", "dān"), ("會", "huì"))
GBK = st.text(st.sampled_from("会报告日请因为从这里勇担重任经。，、？！“”（）abc12 \n员防控"), max_size=60)


def test_a_pass_does_not_respect_the_boundaries_of_characters() -> None:
    assert damage("因为从这里", Site(table=TABLE)) == "因?yàn)閺倪@里"


def test_passes_nest_in_the_order_of_the_table() -> None:
    assert damage("日报", Site(table=TABLE)) == "日?qǐng)?bào)"
    assert "bào" not in damage("日报", Site(table=(TABLE[1], TABLE[0])))


def test_the_first_of_two_overlapping_characters_hides_the_second() -> None:
    assert "?dān)" not in damage("勇担重任、", Site(table=TABLE))


@pytest.mark.parametrize(
    ("eats", "damaged"), [(True, "阻擊戰?。◤V安"), (False, "阻擊戰。◤V安")], ids=["eaten", "dropped"]
)
def test_a_mark_that_straddles_two_characters_costs_the_byte_before_it(eats: bool, damaged: str) -> None:
    assert damage("阻击战！（广安", Site(table=(), punctuation=("。",), eats=eats)) == damaged


def test_a_visible_prefix_doubles_the_marks() -> None:
    assert damage("会议，报告。", Site(table=(), punctuation=("，", "。"), prefix=b",")) == "會議,,報告,。"


def test_a_blank_may_follow_the_reading() -> None:
    assert damage("会议", Site(table=TABLE, blank=" ")) == "會(huì )議"


def test_user_defined_codes_vanish() -> None:
    private = decode(b"\xfa\xd6", eats=True)
    assert "\ue000" <= private <= "\uf8ff"
    assert private not in damage("勇担重任、", Site(table=(("聯", "lián"),)))


def test_what_gbk_does_not_have_becomes_a_question_mark() -> None:
    assert damage("😀会", Site(table=())) == "?會"


def test_full_width_forms_end_as_ascii_only_where_the_site_folds() -> None:
    site = Site(table=())
    assert damage("好！", site) == "好!"
    assert damage("好！", replace(site, folds=False)) == "好！"


@given(GBK)
def test_a_site_that_does_nothing_changes_nothing(text: str) -> None:
    assert damage(text, Site(table=(), converts=False, folds=False)) == text


@given(GBK)
def test_every_annotation_is_added_and_nothing_else(text: str) -> None:
    stored = text.encode("gbk")
    annotated = annotate(stored, Site(table=TABLE))
    for _, reading in TABLE:
        annotated = annotated.replace(f"({reading})".encode("gbk"), b"")
    assert annotated == stored


@given(st.binary(max_size=40))
def test_decoding_never_fails_and_keeps_what_it_can(stored: bytes) -> None:
    for eats in (True, False):
        text = decode(stored, eats=eats)
        assert decode(encode(text), eats=eats) == text


def test_the_user_defined_areas_of_gbk_are_whole():
    edges = ["aaa1", "affe", "f8a1", "fefe", "a140", "a7a0"]
    assert all(bytes.fromhex(code) in USER_DEFINED for code in edges)
    assert len(USER_DEFINED) == 6 * 94 + 7 * 94 + 7 * 96  # 1,894 in GB 18030-2022
