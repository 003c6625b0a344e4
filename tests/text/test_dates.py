"""Printed dates, checked against the calendar; what is none is passed over."""

import pytest

from corpus_tools.text.dates import date_in_address, full_dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2020年2月25日", ["2020-02-25"]),
        ("二〇二〇年十月三十一日", ["2020-10-31"]),
        ("二〇二〇年十二月十日", ["2020-12-10"]),
        ("一九九九年一月二十日", ["1999-01-20"]),
        ("二〇二〇年二三月五日", []),  # no month
        ("二〇二〇年六月三十一日", []),
        ("2020.2.25、2020/02/25、20200225", ["2020-02-25"] * 3),
        ("2020.2-25", []),
        ("120200225", []),
    ],
)
def test_a_date_is_read_in_the_ways_of_printing_it(text, dates):
    assert [str(found.value) for found in full_dates(text)] == dates


def test_the_date_of_an_address_is_found_where_the_address_begins_the_text():
    assert str(date_in_address("https://sw.gov.cn/xw/202002/25/1.html").value) == "2020-02-25"
    assert date_in_address("https://sw.gov.cn/xw/202002/31/1.html") is None
