import pytest
from scipy.stats import chi2_contingency
from stand_in import text

from corpus_tools.words.collocation import collocates
from corpus_tools.words.segmentation import segment

BODY = "党员带头值守，群众响应。口罩充足。党员带头捐款。干部 带头。"


def test_counts_near_a_node_are_those_counted_by_hand():
    table = collocates(segment(text(BODY)), "党员", window=2, min_count=1).set_index("token")
    assert table[["joint", "left", "right", "count"]].loc["带头"].tolist() == [2, 0, 2, 3]
    assert table.loc["值守", "joint"] == 1
    assert not {"群众", "口罩", "干部"} & set(table.index)
    assert set(table["node_count"]) == {2}


def test_measures_follow_the_contingency_table():
    tokens = segment(text(BODY))
    row = collocates(tokens, "党员", window=2, min_count=1).set_index("token").loc["带头"]
    near, everywhere = 4, len(tokens)
    assert row["expected"] == pytest.approx(near * 3 / everywhere)
    cells = [[2, 1], [near - 2, everywhere - near - 1]]
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    assert row["ll"] == pytest.approx(expected, abs=1e-9)


def test_a_place_shared_by_two_nodes_counts_once():
    table = collocates(segment(text("党员 带头 党员")), "党员", min_count=1).set_index("token")
    assert table.loc["带头", ["joint", "left", "right"]].tolist() == [1, 1, 1]


def test_windows_end_with_the_sentence_and_the_document():
    texts = [text("党员。带头"), text("带头", doc_id="b")]
    assert collocates(segment(texts), "党员", min_count=1).empty


def test_groups_are_counted_apart(tokens):
    table = collocates(tokens, "基层党组织", by="city", min_count=1)
    assert table["city"].drop_duplicates().tolist() == ["九江市", "毕节市"]
    alone = collocates(tokens[tokens["city"] == "毕节市"], "基层党组织", min_count=1)
    assert table.loc[table["city"] == "毕节市", "log_dice"].tolist() == alone["log_dice"].tolist()


def test_log_dice_is_at_most_fourteen():
    table = collocates(segment(text("疫情 党员 疫情 疫情 疫情")), "党员", min_count=1)
    assert table["log_dice"].max() <= 14


def test_an_unknown_node_has_no_collocates(tokens):
    assert collocates(tokens, "无此词").empty
    assert collocates(segment([]), "党员").empty
