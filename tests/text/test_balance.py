import pytest

from corpus_tools.text.balance import lonely_marks
from corpus_tools.text.restoration import restore


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("推行“廠中校”模式!全市開工。", []),
        ("推行“廠中!蹦J,全市開工。", [5]),
        ("水庫136座。1)型和塘壩。", [6]),
        ("“第一段沒有完。\n“第二段完了。”", [7]),
        ("“”()《》", []),
    ],
)
def test_a_sign_without_partner_labels_the_mark_beside_it(text, places):
    assert [change.start for change in lonely_marks(text, [])] == places


def test_clean_pages_are_not_labelled():
    assert restore("他說:“大家辛苦了!\n這是沒有結束的引文。") == []


def test_many_signs_without_partner_are_read_in_one_go():
    assert len(list(lonely_marks("。" + ")" * 100_000 + "“" * 100_000 + "!", []))) == 2
