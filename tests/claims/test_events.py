import datetime as dt

import pytest

import corpus_tools as ct


def events(text, published_on="2020-03-11"):
    return ct.events(ct.document_from_text(text, published_on=published_on))


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("2月17日，市人民医院党委决定，将5名职工发展为预备党员。", "市人民医院党委"),
        ("3月2日，县委书记李明到石桥镇调研春耕生产。", "县委书记李明"),
        ("2月15日，形成情况报告，向领导小组汇报。", None),
    ],
)
def test_the_actor_is_what_stands_before_the_verb(text, actor):
    found = events(text)
    assert len(found) == 1
    assert (found["actor"][0] == actor) or (actor is None and found["actor"].isna()[0])


@pytest.mark.parametrize(
    "text", ["截至2月10日，共有271人报备。", "自2月6日以来，每天巡查。", "全年开展活动。", "党员值守。"]
)
def test_figures_and_periods_are_no_events(text):
    assert events(text).empty


def test_the_year_is_never_after_the_publication():
    assert events("12月30日，全市召开动员大会。", "2021-01-06")["date"].tolist() == [dt.date(2020, 12, 30)]


def test_without_publication_there_is_no_year_and_no_event():
    assert events("2月17日，市委召开会议。", None).empty


def test_events_cite_the_raw_text():
    document = ct.document_from_text("2月17日,市委召開會(huì)議(yì)。", published_on="2020-03-11")
    row = ct.events(document).iloc[0]
    assert document.raw[row["raw_start"] : row["raw_end"]] == row["quote"]
    assert document.text[row["start"] : row["end"]] == row["text"]
