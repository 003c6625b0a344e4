import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_in import text

from corpus_tools.words.segmentation import segment
from corpus_tools.words.sharing import common_prefixes, is_shared, shared_wording, suffix_array

FORMULA = "充分发挥基层党组织战斗堡垒作用和党员先锋模范作用"


def longest_common(one, other):
    """The longest common stretches by trying them all."""
    pieces = {one[i:j] for i in range(len(one)) for j in range(i + 1, len(one) + 1)}
    return {piece for piece in pieces if piece in other}


@given(st.text("党员群", max_size=14), st.text("党员群", max_size=14), st.integers(1, 4))
@settings(max_examples=200)
def test_passages_of_two_texts_are_those_found_by_trying_all(one, other, length):
    table = shared_wording([text(one), text(other, doc_id="b", city="广安市")], length=length)
    common = {piece for piece in longest_common(one, other) if len(piece) >= length}
    assert {p for p in common if any(len(p) == len(q) for q in common)} >= set(table["passage"])
    longest = max(map(len, common), default=0)
    assert {p for p in common if len(p) == longest} <= set(table["passage"])
    for piece in common:
        assert any(piece in passage for passage in table["passage"])
    texts = {"a": one, "b": other}
    for row in table.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.quote == row.passage
        assert row.groups == 2


@given(st.lists(st.integers(0, 3), max_size=30))
def test_suffixes_stand_in_order_with_what_they_share(values):
    codes = np.array(values, dtype=np.int64)
    order = suffix_array(codes)
    suffixes = [values[start:] for start in order]
    assert suffixes == sorted(values[start:] for start in range(len(values)))
    shared = common_prefixes(codes, order)
    for i in range(1, len(suffixes)):
        pairs = zip(suffixes[i - 1], suffixes[i], strict=False)
        expected = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(suffixes[i - 1]), len(suffixes[i])))
        assert shared[i] == expected


def test_formulas_of_the_corpus_are_found_in_all_their_places(corpus):
    table = shared_wording(corpus)
    formula = table[table["passage"] == FORMULA]
    assert formula["doc_id"].tolist() == ["flood", "poverty"]
    assert set(formula["groups"]) == {2}
    first = next(d for d in corpus if d.doc_id == "flood")
    row = formula.iloc[0]
    assert first.raw[row["raw_start"] : row["raw_end"]] == row["quote"] == FORMULA


def test_texts_of_one_city_share_nothing_with_another(corpus):
    table = shared_wording(corpus, length=8)
    assert not table["passage"].str.contains("号召全市基层党组织").any()
    by_text = shared_wording(corpus, by="doc_id", length=8)
    assert by_text["passage"].str.contains("号召全市基层党组织").any()


def test_punctuation_is_passed_over_and_whole_sentences_are_told():
    texts = [text("守土有责、守土担责，守土尽责！"), text("做到守土有责守土担责守土尽责。", doc_id="b", city="广安市")]
    table = shared_wording(texts)
    assert table["passage"].unique().tolist() == ["守土有责守土担责守土尽责"]
    assert table["kind"].tolist() == ["sentence", "passage"]
    assert table["quote"].tolist() == ["守土有责、守土担责，守土尽责", "守土有责守土担责守土尽责"]


def test_a_passage_within_a_longer_one_needs_a_further_place():
    long, short = "坚决打赢疫情防控阻击战提供保障", "打赢疫情防控阻击战"
    texts = [text(f"甲{long}。"), text(f"乙{long}。", doc_id="b", city="广安市")]
    assert set(shared_wording(texts, length=5)["passage"]) == {long}
    texts.append(text(f"丙{short}丙。", doc_id="c", city="乐清市"))
    found = shared_wording(texts, length=5).drop_duplicates("passage")
    assert dict(zip(found["passage"], found["groups"], strict=True)) == {long: 2, short: 3}


def test_tokens_of_shared_wording_are_marked(corpus):
    tokens = segment(corpus)
    mark = is_shared(tokens, shared_wording(corpus))
    marked = tokens[mark]
    assert "".join(marked.loc[marked["doc_id"] == "poverty", "token"]) == FORMULA
    assert not is_shared(tokens, shared_wording(corpus, length=500)).any()


@pytest.mark.parametrize("texts", [[], [text("")], [text("党员带头")]])
def test_little_text_shares_nothing(texts):
    assert shared_wording(texts).empty
