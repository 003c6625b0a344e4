import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.claims.numerals import find_numerals, scan

EXACT = [
    ("4171", 4171),
    ("1,234", 1234),
    ("1，234", 1234),
    ("１２３４", 1234),
    ("32 244", 32244),
    ("10.9万", 109000),
    ("575.45万", "5754500"),
    ("1.05亿", 105000000),
    ("3万4000", 34000),
    ("1亿2000万", 120000000),
    ("25万6千", 256000),
    ("一万三", 13000),
    ("一万零三", 10003),
    ("一千三", 1300),
    ("两千", 2000),
    ("廿三", 23),
    ("三万二千", 32000),
    ("一百二十三万", 1230000),
    ("壹拾贰万叁仟", 123000),
    ("九十三点四个", "93.4"),
    ("0.07万", 700),
    ("1万3", 13000),
    ("十名", 10),
    ("人数十五人", 15),
    ("3成立", 3),
    ("3成员", 3),
]
BOUNDS = [
    ("5500多", 5500, "more_than"),
    ("400余", 400, "more_than"),
    ("1000多万", 10**7, "more_than"),
    ("4万多", 40000, "more_than"),
    ("二十几户", 20, "more_than"),
    ("数以万计", 10**4, "more_than"),
    ("成百上千", 100, "more_than"),
    ("数十", 10, "more_than"),
    ("几百", 100, "more_than"),
    ("上百", 100, "more_than"),
    ("千余", 1000, "more_than"),
    ("千名", 1000, "about"),
    ("百名", 100, "about"),
    ("亿元", 10**8, "about"),
    ("上亿", 10**8, "more_than"),
    ("几百上千", 100, "more_than"),
    ("两百来个", 200, "about"),
    ("约300", 300, "about"),
    ("6000辆左右", 6000, "about"),
    ("近千", 1000, "less_than"),
    ("不到50", 50, "less_than"),
    ("不少于50", 50, "more_than"),
    ("突破2万", 20000, "more_than"),
    ("高达30", 30, "exact"),
    ("附近5个", 5, "exact"),
    ("预约5个", 5, "exact"),
]
RANGES = [
    ("3-5个", 3, 5),
    ("两到三次", 2, 3),
    ("20万—30万", 200000, 300000),
    ("20—30万", 200000, 300000),
    ("1000~1500", 1000, 1500),
    ("四五十", 40, 50),
    ("三五个", 3, 5),
    ("十七八", 17, 18),
    ("3个至5个", 3, 5),
]
SHARES = [
    ("15%", 15, "%"),
    ("百分之四十五", 45, "%"),
    ("八成", 80, "%"),
    ("三成半", 35, "%"),
    ("千分之三", "0.3", "%"),
    ("过半", 50, "%"),
    ("四分之三", 75, "%"),
    ("翻番", 2, "倍"),
]
SIGNS = "0123456789〇零一二两三四五六七八九十百千万亿壹拾廿多余几数来半成点分之%,，.-—至第个名年月日"


def only(text):
    (numeral,) = scan(text)
    return numeral


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_reads_every_form_to_an_exact_decimal(text, value):
    numeral = only(text)
    assert (numeral.value, numeral.value_max, numeral.approx) == (Decimal(value), None, "exact")


@pytest.mark.parametrize(("text", "value", "approx"), BOUNDS)
def test_reads_hedges_before_within_and_behind(text, value, approx):
    numeral = only(text)
    assert (numeral.value, numeral.approx) == (value, approx)


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_reads_ranges(text, low, high):
    numeral = only(text)
    assert (numeral.value, numeral.value_max) == (low, high)


@pytest.mark.parametrize(("text", "value", "unit"), SHARES)
def test_reads_shares_as_percent(text, value, unit):
    numeral = only(text)
    assert (numeral.value, numeral.unit) == (Decimal(value), unit)


def test_keeps_a_date_and_the_count_behind_it_apart():
    assert [numeral.value for numeral in scan("2月10日 345个")] == [2, 10, 345]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("101-102-103", [(101, None), (102, None), (103, None)]),
        ("三到五到八", [(3, 5), (8, None)]),
        ("第1-3、5-7", [(1, 3), (5, 7)]),
    ],
)
def test_a_range_has_two_ends(text, ends):
    assert [(numeral.value, numeral.value_max) for numeral in scan(text)] == ends


def test_reads_a_list_of_digits_as_a_list():
    assert [numeral.value for numeral in scan("1, 2, 3")] == [1, 2, 3]


@pytest.mark.parametrize("text", ["千方百计", "老百姓", "0375-7654321", "来自", "成员", "11010519491231002X"])
def test_finds_nothing_in_words_and_codes(text):
    assert all(numeral.bare or len(numeral.text) < 8 for numeral in scan(text))
    assert not [numeral for numeral in scan(text) if numeral.value > 10**8]


def test_a_factor_of_two_is_a_doubling():
    assert [(n.value, n.unit) for n in scan("翻了一番，翻两番")] == [(2, "倍"), (4, "倍")]


def test_the_table_holds_decimals():
    table = find_numerals("投入575.45万元，3-5人")
    assert list(table["value"]) == [Decimal("5754500"), Decimal(3)]
    assert table["value_max"].tolist() == [None, Decimal(5)]
    assert find_numerals("无").empty


@given(st.integers(1, 10**15 - 1))
def test_arabic_digits_are_read_as_they_stand(number):
    assert only(f"{number}").value == number


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_are_read_back(number):
    assert only(in_chinese(number)).value == number


@given(st.text(SIGNS, max_size=60))
def test_any_text_gives_ordered_spans_of_its_own_words(text):
    numerals = scan(text)
    assert all(text[n.start : n.end] == n.text for n in numerals)
    assert all(one.end <= other.core for one, other in itertools.pairwise(numerals))
    assert all(n.value_max is None or n.value < n.value_max for n in numerals)


@pytest.mark.parametrize("sign", ["9", "万", "一", "一万", "3,", "2到", "百分之", "数以", "近", "1.", "零", "五六"])
def test_long_runs_answer(sign):
    assert len(scan(sign * (100_000 // len(sign)))) <= 100_000


def in_chinese(number):
    """Write a number in Chinese, by the rules of the numeral alone."""
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        tail = in_chinese(rest) if rest else ""
        return in_chinese(head) + "万" + ("零" if rest and rest < 1000 else "") + tail
    words, gap = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + sign
            gap = False
        else:
            gap = bool(words)
    return words
