import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus_tools.words.tfidf import tf_idf


def joined(tokens, *columns):
    return tokens.groupby(list(columns), sort=False)["token"].agg(list).tolist()


@pytest.mark.parametrize(
    ("variant", "smooth", "added"), [("smooth", True, 0), ("plus one", False, 0), ("textbook", False, 1)]
)
def test_weights_over_cities_are_those_of_scikit_learn(tokens, variant, smooth, added):
    vectorizer = TfidfVectorizer(analyzer=lambda words: words, norm=None, smooth_idf=smooth)
    counts = vectorizer.fit_transform(joined(tokens, "city")).toarray() / vectorizer.idf_
    expected = counts * (vectorizer.idf_ - added)
    table = tf_idf(tokens, unit="city", variant=variant)
    city = table["city"].map({"九江市": 0, "毕节市": 1, "东营市": 2})
    column = table["token"].map(vectorizer.vocabulary_)
    np.testing.assert_allclose(table["weight"], expected[city, column], rtol=1e-9, atol=1e-9)
    assert len(table) == np.count_nonzero(counts)


def test_idf_over_paragraphs_is_that_of_scikit_learn(tokens):
    vectorizer = TfidfVectorizer(analyzer=lambda words: words, norm=None)
    vectorizer.fit(joined(tokens, "doc_id", "paragraph"))
    table = tf_idf(tokens)
    np.testing.assert_allclose(table["idf"], vectorizer.idf_[table["token"].map(vectorizer.vocabulary_)], rtol=1e-9)
    assert set(table["units"]) == {15}


def test_the_two_usual_variants_over_five_cities(tokens):
    """With N = 5 the idf of scikit-learn runs 2.099 ... 1.000 and the textbook one 1.609 ... 0."""
    five = tokens.head(25).assign(
        token=[f"w{j}" for i in range(5) for j in range(5)], city=[f"c{i}" for i in range(5) for j in range(5)]
    )
    five = five[[int(t[1]) <= int(c[1]) for t, c in zip(five["token"], five["city"], strict=True)]]
    smooth = tf_idf(five, unit="city").drop_duplicates("token").sort_values("df")["idf"]
    textbook = tf_idf(five, unit="city", variant="textbook").drop_duplicates("token").sort_values("df")["idf"]
    np.testing.assert_allclose(smooth, [2.0986, 1.6931, 1.4055, 1.1823, 1.0], atol=5e-5)
    np.testing.assert_allclose(textbook, [1.6094, 0.9163, 0.5108, 0.2231, 0], atol=5e-5)


def test_variant_and_unit_stand_in_the_table(tokens):
    table = tf_idf(tokens, variant="textbook", unit="sentence", stop_words=True, min_count=2)
    assert (set(table["variant"]), set(table["unit"])) == ({"textbook"}, {"sentence"})
    assert table["tf"].min() == 2
    assert "和" not in set(table["token"])


def test_an_unknown_variant_is_named(tokens):
    with pytest.raises(ValueError, match=r"bm25.*smooth"):
        tf_idf(tokens, variant="bm25")
