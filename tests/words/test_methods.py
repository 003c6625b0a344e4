from importlib.metadata import version

import pytest
from stand_in import text

from corpus_tools.words.frequency import term_frequencies
from corpus_tools.words.keyness import keyness
from corpus_tools.words.methods import methods_paragraph
from corpus_tools.words.segmentation import segment


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_setting_of_the_run_is_named(tokens, lang):
    table = keyness(tokens, stop_words=True, bootstrap=77, permutations=88, seed=99, min_count=3, g2="four-cell")
    paragraph = methods_paragraph(table, lang=lang)
    named = [
        version("jieba"),
        tokens.attrs["dictionary"],
        table.attrs["stop_words"],
        "four-cell",
        "77",
        "88",
        "99",
        "95%",
    ]
    assert [part for part in named if part not in paragraph] == []
    assert "pool, 500 tokens" in paragraph


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("置换", "自助", "优势比")), ("en", ("permutations", "bootstrap", "log-odds"))]
)
def test_what_was_not_done_is_not_said(tokens, lang, words):
    paragraph = methods_paragraph(term_frequencies(tokens, bootstrap=0), lang=lang)
    assert not [word for word in words if word in paragraph]


def test_groups_without_interval_are_named():
    texts = [text("党员值守"), text("党员。\n群众。", doc_id="b", city="广安市")]
    table = term_frequencies(segment(texts), bootstrap=9)
    assert "不给区间的组：汕尾市。" in methods_paragraph(table)
    assert "without interval: 汕尾市." in methods_paragraph(table, lang="en")
