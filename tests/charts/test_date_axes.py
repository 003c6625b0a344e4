from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.charts.dates import GAP_DAYS, day_numbers, shares, stretches


@given(st.lists(st.integers(10_000, 25_000), min_size=1, max_size=30))
def test_stretches_cover_every_day_and_break_only_at_long_gaps(days):
    pieces = stretches(days)
    assert all(sum(piece.start <= day <= piece.end for piece in pieces) == 1 for day in days)
    ordered = sorted(days)
    gaps = sum(b - a > GAP_DAYS for a, b in pairwise(ordered))
    assert len(pieces) == gaps + 1


@given(st.lists(st.integers(10_000, 25_000), min_size=1, max_size=30))
def test_shares_fill_the_axis(days):
    parts = shares(stretches(days))
    assert abs(sum(parts) - 1) < 1e-9
    assert all(part > 0 for part in parts)


def test_what_is_no_date_is_no_day():
    import pandas as pd

    days = day_numbers(pd.Series(["2020-02-11", None, "二月"]))
    assert days.isna().tolist() == [False, True, True]
    assert days[0] == 18303
