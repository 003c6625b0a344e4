import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus_tools.text.tracing import Change, Traced

TEXT = st.text(alphabet="黨員會议(dǎng)?,。 ab1\n", max_size=40)
REPLACEMENT = st.text(alphabet="党员会议,。ab1", max_size=4)


@st.composite
def histories(draw):
    traced = Traced.from_raw(draw(TEXT))
    for step in ("restoration", "script", "furniture")[: draw(st.integers(0, 3))]:
        cuts = sorted(draw(st.lists(st.integers(0, len(traced.text)), max_size=8)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        changes = [Change(start, end, draw(REPLACEMENT)) for start, end in spans]
        expected = "".join(_replaced(traced.text, changes))
        traced = traced.apply(step, changes)
        assert traced.text == expected
    return traced


def _replaced(text, changes):
    copied = 0
    for change in changes:
        yield text[copied : change.start]
        yield change.after
        copied = change.end
    yield text[copied:]


@given(histories())
def test_the_ledger_counts_each_raw_character_once(traced):
    assert sum(traced.ledger().values()) == len(traced.raw)


@given(histories())
def test_what_is_not_kept_is_named_in_a_receipt(traced):
    assert all(step != "unchanged" or fate == "kept" for step, fate in traced.ledger())


@given(histories())
def test_receipts_quote_the_raw_text(traced):
    for receipt in traced.receipts:
        assert traced.raw[receipt.raw_start : receipt.raw_end] == receipt.before


@given(histories())
def test_runs_cover_the_text_in_order(traced):
    text_end = raw_end = 0
    for run in traced.runs:
        assert run.start == text_end
        assert run.raw_start >= raw_end
        assert run.end > run.start
        text_end, raw_end = run.end, run.raw_end
    assert text_end == len(traced.text)


@given(histories(), st.data())
def test_raw_spans_grow_with_the_span(traced, data):
    start, end = sorted((data.draw(st.integers(0, len(traced.text))), data.draw(st.integers(0, len(traced.text)))))
    raw_start, raw_end = traced.raw_span(start, end)
    assert 0 <= raw_start <= raw_end <= len(traced.raw)
    outer_start, outer_end = traced.raw_span(0, len(traced.text))
    if start < end:
        assert outer_start <= raw_start
        assert raw_end <= outer_end


@given(histories(), st.data())
def test_text_spans_undo_raw_spans(traced, data):
    assume(all(run.raw_start < run.raw_end for run in traced.runs))
    start, end = sorted(data.draw(st.integers(0, len(traced.text))) for _ in range(2))
    raw_start, raw_end = traced.raw_span(start, end)
    back_start, back_end = traced.text_span(raw_start, raw_end)
    assert raw_start == raw_end or (back_start <= start <= end <= back_end)


@given(TEXT)
def test_no_changes_change_nothing(text):
    traced = Traced.from_raw(text)
    assert traced.apply("script", []) is traced
    assert traced.apply("script", [Change(0, len(text), text)]) == traced


def test_an_edit_inside_a_block_takes_the_whole_block():
    traced = Traced.from_raw("勇?lián)?dāng)善").apply("restoration", [Change(1, 7, "擔"), Change(7, 13, "當")])
    traced = traced.apply("script", [Change(1, 3, "担当")])
    assert traced.text == "勇担当善"
    assert traced.receipts[-2][:5] == ("script", 1, 7, "?lián)", "担")
    assert traced.raw_span(2, 3) == (7, 13)


def test_unresolved_leaves_the_text_and_a_receipt():
    traced = Traced.from_raw("黨?員").apply("restoration", [Change(1, 2, "?", certainty="unresolved")])
    assert traced.text == "黨?員"
    assert traced.receipts[0].certainty == "unresolved"
    assert traced.ledger() == {("unchanged", "kept"): 3}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Change(0, 2, ""), Change(1, 3, "")], "overlaps"),
        ([Change(0, 9, "")], "lies outside"),
        ([Change(0, 1, "x", certainty="unresolved")], "alters"),
    ],
)
def test_wrong_changes_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Traced.from_raw("黨員會").apply("restoration", changes)


def test_spans_outside_the_text_are_refused():
    with pytest.raises(IndexError, match="4:5"):
        Traced.from_raw("黨員會").raw_span(4, 5)


def test_a_block_at_the_very_start_keeps_nothing():
    assert Traced.from_raw("ab").apply("step", [Change(0, 2, "c")]).ledger() == {("step", "replaced"): 2}


def test_what_is_put_before_a_block_does_not_touch_it_and_what_is_put_into_it_does():
    traced = Traced.from_raw("abcd").apply("one", [Change(1, 3, "XYZ")])
    before, within = traced.apply("two", [Change(1, 1, "!")]), traced.apply("two", [Change(1, 2, "")])
    assert [(receipt.raw_start, receipt.raw_end) for receipt in before.receipts[1:]] == [(1, 1)]
    assert [(receipt.raw_start, receipt.raw_end) for receipt in within.receipts[1:]] == [(1, 3)]
