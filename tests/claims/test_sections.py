import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.claims.sections import marks, sections

REPORT = (
    "全市上下迅速行动，筑牢防汛屏障，现将有关情况报告如下。\n"
    "一、主要做法\n"
    "（一）压实责任。市委常委会专题研究防汛工作，层层签订责任书。\n"
    "1.建立专班。抽调骨干力量集中办公。\n"
    "2.细化分工。明确部门和乡镇职责。\n"
    "（二）排查隐患。组织力量对水库、河道、山塘逐一排查。\n"
    "二、下步打算\n"
    "下一步重点抓好三件事。一是强化值守，二十四小时在岗。二是强化演练，确保群众会避险。三是强化保障，备足物资。"
)


def headings(text):
    return [(mark.style, mark.heading) for mark in marks(text)]


def test_numbered_headings_form_a_tree():
    tree = sections(ct.document_from_text(REPORT, doc_id="r"))
    rows = tree[["level", "heading"]].values.tolist()
    assert rows[1:] == [
        [1, "主要做法"],
        [2, "压实责任"],
        [3, "建立专班"],
        [3, "细化分工"],
        [2, "排查隐患"],
        [1, "下步打算"],
        [2, "强化值守"],
        [2, "强化演练"],
        [2, "强化保障"],
    ]
    assert tree["parent"].tolist()[1:] == [0, 1, 2, 2, 1, 0, 6, 6, 6]
    assert tree["parent"].isna().tolist() == [True] + [False] * 9


def test_sections_nest_and_follow_one_another():
    tree = sections(ct.document_from_text(REPORT)).set_index("section")
    for row in tree.iloc[1:].itertuples():
        parent = tree.loc[row.parent]
        assert parent["start"] <= row.start <= row.end <= parent["end"]
    siblings = tree[tree["parent"].eq(0)]
    assert (siblings["start"].iloc[1:].values == siblings["end"].iloc[:-1].values).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("速动员 凝聚向心力\n一个支部就是一个堡垒，一名党员就是一面旗帜。", [("line", "速动员 凝聚向心力")]),
        (
            "采取“两线”调度。机关返程调度线。开展排查工作，下发通知。行业排查调度线。对十个部门逐一排查，实现全覆盖。",
            [("run-in", "机关返程调度线"), ("run-in", "行业排查调度线")],
        ),
        (
            "强化政治担当，周密安排部署。市直机关工委坚持把疫情防控作为当前一项最重要最紧迫的任务来抓，进一步压实责任。",
            [("opening", "强化政治担当，周密安排部署")],
        ),
        ("第一，摸清底数。第二，落实责任。", [("listed", "摸清底数"), ("listed", "落实责任")]),
        ("一抓宣传，讲清政策。二抓排查，消除隐患。", [("counted", "抓宣传"), ("counted", "抓排查")]),
        ("——坚持稳中求进。\n——坚持项目为王。", [("bullet", "坚持稳中求进"), ("bullet", "坚持项目为王")]),
        ("要求如下：①定人；②定责。", [("item", "定人"), ("item", "定责")]),
    ],
)
def test_other_styles(text, expected):
    assert [mark for mark in headings(text) if mark[0] != "opening" or len(expected) == 1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "全市共有3.5万名党员，一线党员2.1万名。",
        "一手抓防控，一手抓生产。",
        "3名党员、5名群众一起值守。",
        "2.5万人受益。",
    ],
)
def test_numbers_in_sentences_are_no_headings(text):
    assert headings(text) == []


@given(st.text(alphabet="一二十、（）()1.是第抓。，；\n①——强化责任 ", max_size=60))
def test_marks_stay_within_the_text_and_in_order(text):
    found = marks(text)
    assert found == sorted(found)
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in found)
    assert all(mark.ordinal >= 0 for mark in found)
