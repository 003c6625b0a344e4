"""Time phrases and the dates that they mean, checked against a calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.claims.asof import BRACKET_REACH, frames

WEDNESDAY = "2021-03-10"
DATED = [
    # phrase, published, as_of, since
    ("2016—2020年，新建5座", WEDNESDAY, "2020-12-31", "2016-01-01"),
    ("“十一五”期间新建5座", WEDNESDAY, "2010-12-31", "2006-01-01"),
    ("“十二五”期间新建5座", WEDNESDAY, "2015-12-31", "2011-01-01"),
    ("“十三五”时期新建5座", WEDNESDAY, "2020-12-31", "2016-01-01"),
    ("“十四五”期间新建5座", WEDNESDAY, "2021-03-10", "2021-01-01"),
    ("“十五五”期间新建5座", WEDNESDAY, None, None),
    ("上半年新增5", WEDNESDAY, "2020-06-30", "2020-01-01"),
    ("去年下半年新增5", WEDNESDAY, "2020-12-31", "2020-07-01"),
    ("全年新增5", WEDNESDAY, "2020-12-31", "2020-01-01"),
    ("第三季度新增5", WEDNESDAY, "2020-09-30", "2020-07-01"),
    ("前三季度新增5", WEDNESDAY, "2020-09-30", "2020-01-01"),
    ("前11个月新增5", WEDNESDAY, "2020-11-30", "2020-01-01"),
    ("前十二个月新增5", WEDNESDAY, "2020-12-31", "2020-01-01"),
    ("1—2月新增5", WEDNESDAY, "2021-02-28", "2021-01-01"),
    ("2020年9—11月新增5", WEDNESDAY, "2020-11-30", "2020-09-01"),
    ("截至5日，新增5", WEDNESDAY, "2021-03-05", None),
    ("截至15日，新增5", WEDNESDAY, "2021-02-15", None),
    ("截至15日，新增5", "2021-02-10", "2021-01-15", None),
    ("截至15日，新增5", "2021-01-10", "2020-12-15", None),
    ("截至昨日，新增5", WEDNESDAY, "2021-03-09", None),
    ("截至二月二十日，新增5", WEDNESDAY, "2021-02-20", None),
    ("截至二月廿日，新增5", WEDNESDAY, "2021-02-20", None),
    ("截至二月廿三日，新增5", WEDNESDAY, "2021-02-23", None),
    ("截至一月三十日，新增5", WEDNESDAY, "2021-01-30", None),
    ("十二月三十一日，新增5", WEDNESDAY, "2020-12-31", None),
    ("，至3月5日，新增5", WEDNESDAY, "2021-03-05", None),
    ("12月31日开放5处", "2021-01-10", "2020-12-31", None),
    ("11月9日新增5", "2021-08-10", "2020-11-09", None),
    ("3月20日开放5处", WEDNESDAY, None, None),  # an announcement
    ("9月9日开放5处", "2021-08-10", None, None),
    ("2月29日，新增5", "2020-03-10", "2020-02-29", None),
    ("2月29日，新增5", WEDNESDAY, None, None),
    ("上月新增5", "2021-01-10", "2020-12-31", "2020-12-01"),
    ("本月新增5", WEDNESDAY, "2021-03-10", "2021-03-01"),
    ("上周新增5", WEDNESDAY, "2021-03-07", "2021-03-01"),
    ("本周新增5", WEDNESDAY, "2021-03-10", "2021-03-08"),
    ("上周日新增5", WEDNESDAY, "2021-03-07", None),
    ("2月3日至10日，新增5", WEDNESDAY, "2021-02-10", "2021-02-03"),
    ("2月3日至3月1日，新增5", WEDNESDAY, "2021-03-01", "2021-02-03"),
    ("2月中旬，新增5", WEDNESDAY, "2021-02-20", None),
    ("2月，新增5", WEDNESDAY, "2021-02-28", "2021-02-01"),
    ("自3月1日以来新增5", WEDNESDAY, "2021-03-10", "2021-03-01"),
    ("自2019年以来新增5", WEDNESDAY, "2021-03-10", "2019-01-01"),
    ("元至2月新增5", WEDNESDAY, "2021-02-28", "2021-01-01"),
    ("元月15日，新增5", WEDNESDAY, "2021-01-15", None),
    ("1月份至2月份，新增5", WEDNESDAY, "2021-02-28", "2021-01-01"),
    ("今年头两个月，新增5", WEDNESDAY, "2021-02-28", "2021-01-01"),
    ("2021年初，新增5", WEDNESDAY, "2021-01-01", None),
    ("上年末，新增5", WEDNESDAY, "2020-12-31", None),
    ("二〇二〇年，新增5", WEDNESDAY, "2020-12-31", "2020-01-01"),
    ("四十多天来，新增5", WEDNESDAY, "2021-03-10", None),
    ("三周来新增5", WEDNESDAY, "2021-03-10", None),
    ("近一个月，新增5", WEDNESDAY, "2021-03-10", None),
    ("记者9日从市局获悉，新增5", WEDNESDAY, "2021-03-09", None),
    ("市局28日发布消息，新增5", WEDNESDAY, "2021-02-28", None),
    ("累计至3月9日，新增5", WEDNESDAY, "2021-03-09", None),
]


@pytest.mark.parametrize(("phrase", "published", "as_of", "since"), DATED)
def test_a_phrase_means_the_dates_of_the_calendar(phrase, published, as_of, since):
    (frame,) = frames(phrase, dt.date.fromisoformat(published))
    assert [date and date.isoformat() for date in frame[3:]] == [as_of, since]


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "运送至3月5日",
            "（3月5日新增",
            "(3月5日新增",
            "《3月5日通知",
            "3月5日的会议",
            "比上年末新增5",
            "较2021年初，新增5",
        ),
        *("每月28日发布5", "5天来电5", "五一假期首日，新增5", "2021年初确定的5件", "近一个月工资5", "10元月租5"),
    ],
)
def test_what_dates_no_figure_frames_nothing(phrase):
    assert frames(phrase, dt.date(2021, 3, 10)) == []


def test_an_open_bracket_reaches_so_far_and_no_further():
    within, beyond = ("（" + "字" * length + "3月5日新增5" for length in (BRACKET_REACH - 2, BRACKET_REACH))
    assert (len(frames(within, dt.date(2021, 3, 10))), len(frames(beyond, dt.date(2021, 3, 10)))) == (0, 1)


@given(
    *[st.text("0123456789一二十", min_size=1, max_size=2)] * 2, st.sampled_from(["至", "—"]), st.sampled_from("月日年")
)
def test_numbers_that_are_no_months_days_or_years_raise_nothing(first, last, sign, unit):
    for sentence in (
        f"{first}{sign}{last}{unit}，受理3件",
        f"今年{first}月{sign}{last}{unit}",
        f"00{first}年{sign}20{last}年",
    ):
        for frame in frames(sentence, dt.date.fromisoformat(WEDNESDAY)):
            assert frame.since is None or (frame.as_of and frame.since <= frame.as_of)


def test_months_that_run_over_the_new_year_begin_in_the_year_before():
    (frame,) = frames("十月至三月，受理3件", dt.date.fromisoformat(WEDNESDAY))
    assert frame.since is not None
    assert frame.as_of is not None
    assert (frame.as_of.month, frame.since.month, frame.as_of.year - frame.since.year) == (3, 10, 1)


@pytest.mark.parametrize(
    "phrase",
    [
        "上季度",
        "本季度",
        "上月末",
        "本月上旬",
        "本月10日",
        "前五月",
        "国庆假期",
        "春节假期首日",
        "上年度",
        "截至上季度末",
    ],
)
def test_no_phrase_needs_a_day_of_publication(phrase):
    document = ct.document_from_text(f"{phrase}，全县新增就业326人。", doc_id="undated")
    assert ct.reported_values(document)["as_of"].isna().all()
