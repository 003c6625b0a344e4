import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_in import text

from corpus_tools.words.concordance import concordance, evidence
from corpus_tools.words.segmentation import segment


@given(st.text("党员干部，。\n ", max_size=60), st.sampled_from(["党", "党员", "员干"]), st.integers(0, 8))
def test_a_line_is_a_stretch_of_its_paragraph(body, node, window):
    for line in concordance(text(body), node, window=window).itertuples():
        assert body[line.start : line.end] == line.node == node
        assert body[line.start - len(line.left) : line.end + len(line.right)] == line.left + line.node + line.right
        assert max(len(line.left), len(line.right)) <= window
        assert "\n" not in line.left + line.right
        assert (line.raw_start, line.raw_end) == (line.start + 4, line.end + 4)
    assert len(concordance(text(body), node)) == body.count(node)


def test_lines_of_a_corpus_stand_by_city_in_order_of_appearance(corpus):
    table = concordance(corpus, "基层党组织")
    assert table["doc_id"].tolist() == ["flood", "flood", "vaccine", "poverty"]
    assert table["city"].tolist() == ["九江市", "九江市", "九江市", "毕节市"]
    assert concordance(corpus, "基层党组织", by=None)["doc_id"].tolist() == ["flood", "flood", "poverty", "vaccine"]


def test_lines_sort_by_what_stands_beside_the_node():
    body = text("甲党员丙。乙党员乙。丙党员甲。")
    assert concordance(body, "党员", sort="right", window=1)["right"].tolist() == sorted("丙乙甲")
    assert concordance(body, "党员", sort="left", window=1)["left"].tolist() == sorted("甲乙丙")
    assert concordance(text("乙甲党。甲乙党"), "党", sort="left")["left"].tolist() == ["乙甲党。甲乙", "乙甲"]
    with pytest.raises(ValueError, match=r"node.*position, left, right"):
        concordance(body, "党员", sort="node")


def test_tokens_keep_a_word_apart_from_the_words_it_is_part_of():
    body = text("党员干部和党员")
    assert len(concordance(body, "党员")) == 2
    assert concordance(body, "党员", tokens=segment(body))["start"].tolist() == [5]


def test_white_space_of_a_phrase_may_be_missing_in_the_text():
    body = text("疫情防控 工作，疫情防控工作，疫情防控的工作")
    assert concordance(body, "疫情防控 工作")["start"].tolist() == [0, 8]


def test_a_plain_node_is_no_pattern():
    assert concordance(text("1.2万与132万"), "1.2")["start"].tolist() == [0]


def test_regular_expressions():
    body = text("抽调21名干部、37名组工干部，约百名")
    found = concordance(body, r"\d+(?=名)", regex=True)
    assert found["node"].tolist() == ["21", "37"]
    assert concordance(body, "x*", regex=True).empty


def test_a_regular_expression_without_end_is_stopped():
    with pytest.raises(TimeoutError, match=r"a: .*took over 0.2 s"):
        concordance(text("党" * 5_000 + "！"), "(党|党党)+$", regex=True, timeout=0.2)


def test_other_attributes_group_the_lines():
    one, other = text("党员"), text("党员", doc_id="b")
    one.outlet, other.outlet = "人民网", "中国网"
    assert concordance([one, other], "党员", by="outlet")["outlet"].tolist() == ["人民网", "中国网"]


def test_nothing_found_is_an_empty_table_with_its_columns():
    table = concordance(text("党员"), "口罩")
    assert table.empty
    assert list(table) == ["doc_id", "city", "left", "node", "right", "start", "end", "raw_start", "raw_end"]


def test_evidence_quotes_whole_sentences_of_the_own_city(corpus):
    table = pd.DataFrame({"city": ["毕节市", "九江市"], "token": ["基层党组织", "临时党支部"]})
    found = evidence(table, corpus)
    assert found["doc_id"].tolist() == ["poverty", "flood", "vaccine"]
    texts = {document.doc_id: document for document in corpus}
    for row in found.itertuples():
        assert texts[row.doc_id].text[row.start : row.end] == row.quote
        assert texts[row.doc_id].raw[row.raw_start : row.raw_end] == row.raw_quote == row.quote
        assert row.token in row.quote
        assert row.quote.endswith("。")


def test_evidence_quotes_a_sentence_once_and_no_more_than_asked():
    body = text("党员党员。党员。群众。党员。")
    table = pd.DataFrame({"token": ["党员", "口罩"]})
    assert evidence(table, body)["quote"].tolist() == ["党员党员。", "党员。", "党员。"]
    assert evidence(table, body, quotes=1)["start"].tolist() == [0]
