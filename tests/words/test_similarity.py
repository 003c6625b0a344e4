import numpy as np
import pytest
from scipy.cluster import hierarchy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from corpus_tools.words.similarity import document_term_matrix, similarity


def test_sums_of_the_matrix_are_token_counts(tokens):
    matrix = document_term_matrix(tokens)
    assert matrix.sum(axis=1).to_dict() == tokens["doc_id"].value_counts().to_dict()
    assert matrix.sum(axis=0).to_dict() == tokens["token"].value_counts().to_dict()
    assert "和" not in document_term_matrix(tokens, by="city", stop_words=True).columns


def test_cosines_are_those_of_scikit_learn(tokens):
    words = tokens.groupby("city", sort=False)["token"].agg(list)
    expected = cosine_similarity(TfidfVectorizer(analyzer=lambda city: city).fit_transform(words))
    table = similarity(tokens, unit="document").pivot(index="city", columns="other", values="similarity")
    idf_over_cities = similarity(tokens.assign(doc_id=tokens["city"]), unit="document")
    found = idf_over_cities.pivot(index="city", columns="other", values="similarity").loc[words.index, words.index]
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert not np.allclose(table.loc[words.index, words.index], expected)


def test_the_table_is_symmetric_and_in_the_order_of_the_tree(tokens):
    table = similarity(tokens, by="doc_id")
    order = table.attrs["order"]
    square = table["similarity"].to_numpy().reshape(len(order), -1)
    np.testing.assert_allclose(square, square.T)
    np.testing.assert_allclose(np.diag(square), 1)
    assert table["doc_id"].tolist() == [name for name in order for _ in order]
    leaves = hierarchy.leaves_list(np.array(table.attrs["linkage"]))
    assert [table.attrs["groups"][leaf] for leaf in leaves] == order


def test_one_group_has_nothing_to_be_like(tokens):
    with pytest.raises(ValueError, match="compares groups"):
        similarity(tokens[tokens["city"] == "毕节市"])
