import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.claims.instruments import (
    INSTRUMENTS,
    TABLE,
    Coding,
    instrument_matrix,
    instrument_of,
    instruments,
    load_coding,
)
from corpus_tools.claims.sections import sections
from corpus_tools.claims.slogans import slogans

TEXT = "一、层层压实责任\n落实“五包”责任制，严守“六个严禁”。\n二、强化宣传引导\n用好“三级联动”机制，打好“蓝色”攻势。"


@pytest.fixture(scope="module")
def document():
    return ct.document_from_text(TEXT, city="汕尾市")


@pytest.mark.parametrize(
    ("name", "members", "expected"),
    [
        ("6个严禁", (), "discipline"),
        ("三级联动", (), "organisation"),
        ("五包", ("包宣传", "包排查"), None),
        ("三保障", (), "supply"),
        ("四个激励", (), "incentive"),
        ("四不两直", (), "assessment"),
        ("双报到", (), "mobilisation"),
        ("三包", (), "responsibility"),
        ("两学一做", (), "publicity"),
    ],
)
def test_a_word_decides(name, members, expected):
    code = instrument_of(name, members)
    assert expected in (None, code.instrument)
    assert code.rule in name or any(code.rule in member for member in members)


def test_most_members_decide_if_the_name_does_not():
    assert instrument_of("三位一体", ("督查督办", "执纪问责", "组织考核")) == Coding("assessment", "督查")
    assert instrument_of("三个靓", ("道路靓", "田园靓", "奖励多")) is None


def test_uncoded_stays_uncoded():
    assert instrument_of("5+5+5") is None


def test_a_longer_word_beats_a_shorter_one(tmp_path):
    path = tmp_path / "coding.csv"
    path.write_text(
        "# mine\nword,instrument,where,note\n保障,supply,any,\n保障责任,responsibility,any,\n", encoding="utf-8"
    )
    assert instrument_of("三项保障责任", coding=path).instrument == "responsibility"
    assert instrument_of("三项保障", coding=path).instrument == "supply"
    assert instrument_of("6个严禁", coding=path) is None


def test_a_wrong_line_is_named(tmp_path):
    path = tmp_path / "coding.csv"
    path.write_text("# mine\nword,instrument,where,note\n严禁,dicipline,any,\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"coding.csv, line 3: found '严禁,dicipline,any', expected one of organisation"
    ):
        load_coding(path)


def test_evidence_behind_each_cell(document):
    found = slogans(document)
    evidence = instruments(found, sections(document))
    rows = evidence[["instrument", "source", "evidence", "rule"]].values.tolist()
    assert ["discipline", "slogan", "六个严禁", "严禁"] in rows
    assert ["publicity", "heading", "强化宣传引导", "宣传"] in rows
    matrix = instrument_matrix(evidence)
    assert list(matrix.columns) == list(INSTRUMENTS)
    assert matrix.to_numpy().sum() == len(evidence)
    assert matrix.loc["汕尾市", "discipline"] == 1


def test_no_slogans_give_an_empty_matrix():
    nothing = slogans(ct.document_from_text("今天天气晴好。", city="汕尾市"))
    assert instrument_matrix(instruments(nothing)).empty


def test_the_table_codes_each_word_once():
    words = [rule.word for rule in load_coding(TABLE)]
    assert pd.Series(words).is_unique
    assert set(INSTRUMENTS) <= {rule.instrument for rule in load_coding(TABLE)}
