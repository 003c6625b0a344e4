import subprocess
import sys
import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_in import text

from corpus_tools.words.lexicon import dictionary_terms
from corpus_tools.words.segmentation import is_word, paragraphs, segment, sentences

PIECES = st.sampled_from(
    [
        *"党员疫情防控市委龘𠮷〇éā１90.,-_%％+/:，。！…“”（）Ab℃①㎡★\u3000\n \t\ue000",
        *("疫情防控", "基层党组织", "10.9万", "17,600", "2020-02-25", "COVID-19", "v1.2.3", "2,02"),
    ]
)
DIRTY = st.lists(PIECES, max_size=40).map("".join)


def words(body, **options):
    return segment(text(body), **options)["token"].tolist()


@given(DIRTY)
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_every_character_is_in_one_token_or_is_no_word(engine, body):
    table = segment(text(body), engine=engine)
    covered = [i for start, end in zip(table["start"], table["end"], strict=True) for i in range(start, end)]
    assert len(covered) == len(set(covered))
    left_out = set(range(len(body))) - set(covered)
    assert {unicodedata.category(body[i])[0] for i in left_out} <= set("PSZC")
    assert not [body[i] for i in left_out if body[i].isalnum() or is_word(body[i])]


@given(DIRTY)
@settings(max_examples=300, deadline=None)
def test_tokens_quote_the_text_and_stand_in_order(body):
    table = segment(text(body))
    assert table["token"].tolist() == [body[s:e] for s, e in zip(table["start"], table["end"], strict=True)]
    assert table["position"].is_monotonic_increasing
    assert table["start"].is_monotonic_increasing


@given(DIRTY)
@settings(max_examples=300, deadline=None)
def test_rjieba_gives_the_tokens_of_jieba(body):
    pd.testing.assert_frame_equal(segment(text(body)), segment(text(body), engine="rjieba"))


def test_engines_agree_on_the_corpus(corpus):
    pd.testing.assert_frame_equal(segment(corpus), segment(corpus, engine="rjieba"))


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_every_term_of_the_dictionary_stays_whole(engine):
    terms = [term.word for term in dictionary_terms()]
    cut = segment([text(word, doc_id=word) for word in terms], engine=engine)
    assert cut["token"].tolist() == terms


def test_field_terms_stay_whole_in_context():
    body = "市委组织部要求基层党组织在疫情防控阻击战中成立临时党支部和党员突击队，充分发挥战斗堡垒作用。"
    found = words(body)
    for term in ("市委组织部", "基层党组织", "疫情防控", "阻击战", "临时党支部", "战斗堡垒"):
        assert term in found


def test_numbers_are_single_tokens():
    body = "全市10.9万名党员，17,600人，完成98.6%，共5500多个，1,234,567.89元"
    found = words(body)
    assert {"10.9", "17,600", "98.6%", "5500", "1,234,567.89"} <= set(found)


def test_dates_are_cut_as_jieba_cuts_them():
    assert words("2020-02-25发布COVID-19疫情") == ["2020", "02", "25", "发布", "COVID", "19", "疫情"]


def test_dictionary_of_the_user_goes_over_that_of_the_package(tmp_path):
    assert "九个起来" not in words("开展九个起来活动")
    assert "九个起来" in words("开展九个起来活动", dictionary=["九个起来"])
    path = tmp_path / "mine.txt"
    path.write_text("# my terms\n九个起来\n块抓条保 5000 n\n", encoding="utf-8")
    assert words("块抓条保和九个起来", dictionary=path) == ["块抓条保", "和", "九个起来"]
    assert "市委组织部" in words("市委组织部", dictionary=path)
    assert "市委组织部" not in words("市委组织部", dictionary=False)


def test_user_dictionary_does_not_depend_on_the_order_of_its_lines():
    forward = ["网格", "网格员", "网格员队伍", "全科网格员"]
    assert words("全科网格员队伍和网格员", dictionary=forward) == words(
        "全科网格员队伍和网格员", dictionary=forward[::-1]
    )


def test_a_broken_dictionary_line_is_named(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("九个起来\n块抓 条保 5000 n\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.txt, line 2"):
        segment(text("九个起来"), dictionary=path)


def test_an_unknown_engine_is_named():
    with pytest.raises(ValueError, match=r"thulac.*jieba, rjieba, characters"):
        segment(text("党员"), engine="thulac")


def test_character_n_grams_stay_within_their_run_and_lose_nothing():
    assert words("党员先锋，2020年a好", engine="characters") == ["党员", "员先", "先锋", "2020", "年", "a", "好"]
    assert words("党员先锋", engine="characters", n=3) == ["党员先", "员先锋"]


def test_positions_tell_neighbours_from_words_parted_by_punctuation():
    table = segment(text("党员、干部值守"))
    assert list(zip(table["token"], table["position"], strict=True)) == [("党员", 0), ("干部", 2), ("值守", 3)]


def test_sentences_and_paragraphs_are_numbered_within_the_document(corpus):
    table = segment(corpus)
    first = table.groupby("doc_id", sort=False)[["paragraph", "sentence"]].min()
    assert (first == 0).all(axis=None)
    assert table.groupby("doc_id")["paragraph"].nunique().tolist() == [4, 4, 4, 3]
    assert table.groupby(["doc_id", "sentence"])["paragraph"].nunique().max() == 1


@given(DIRTY)
@settings(max_examples=200, deadline=None)
def test_sentences_cover_what_paragraphs_cover(body):
    lines = {i for start, end in paragraphs(body) for i in range(start, end) if not body[i].isspace()}
    spans = [i for start, end in sentences(body) for i in range(start, end)]
    assert len(spans) == len(set(spans))
    assert lines <= set(spans)


def test_closing_marks_belong_to_their_sentence():
    body = "他说：“我先上！”大家鼓掌。（完）……好"
    assert [body[s:e] for s, e in sentences(body)] == ["他说：“我先上！”", "大家鼓掌。", "（完）……", "好"]


def test_a_million_characters_without_a_full_stop_are_cut_in_linear_time():
    body = "疫龘" * 50_000
    assert "".join(words(body, engine="rjieba")) == body
    assert "".join(words(body[:20_000])) == body[:20_000]


def test_an_empty_corpus_gives_an_empty_table_of_the_same_types():
    pd.testing.assert_series_equal(segment([]).dtypes, segment(text("党员")).dtypes)


def test_settings_travel_with_the_table():
    attrs = segment(text("党员")).attrs
    assert attrs["engine"] == "jieba"
    assert attrs["dictionary"] != segment(text("党员"), dictionary=["九个起来"]).attrs["dictionary"]
    assert segment(text("党员"), dictionary=False).attrs["dictionary"] == "none"


def test_nothing_is_printed_and_the_global_tokenizer_stays_untouched():
    code = (
        "from types import SimpleNamespace as N; from corpus_tools.words.segmentation import segment;"
        "segment(N(doc_id='a', city=None, text='市委组织部')); import jieba; assert not jieba.dt.initialized"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
