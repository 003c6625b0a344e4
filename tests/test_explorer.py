"""The explorer without a browser: what is searched, filtered, ranked, chosen, drawn; what a widget is handed."""

import json
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.explorer import explore, searching, state, widget

mpl.use("Agg")
SEEDS = Path(__file__).parents[1] / "seeds"
MISCHIEF = (Path(__file__).parent / "cases" / "mischief.txt").read_text(encoding="utf-8")
ENDLESS = r"(.*)*(?<!.)$"


@pytest.fixture(scope="module")
def corpus():
    return ct.read_corpus(SEEDS)


@pytest.fixture
def explorer(corpus):
    return explore(corpus)


def test_a_phrase_is_found_as_the_concordance_finds_it(corpus, explorer):
    lines = explorer.search("党员")
    columns = ["doc_id", "node", "start", "raw_start"]
    pd.testing.assert_frame_equal(lines[columns], ct.concordance(corpus, "党员", by=None)[columns])
    assert explorer.message == f"{len(lines)} lines in 5 texts of 5"


def test_a_word_is_not_found_within_a_longer_word(corpus, explorer):
    tokens = ct.segment(corpus)
    assert len(explorer.search("党员", mode="word")) == (tokens["token"] == "党员").sum()
    assert len(explorer.search("党员", mode="phrase")) > (tokens["token"] == "党员").sum()


def test_a_phrase_of_whole_words_is_found_as_the_concordance_finds_it(corpus, explorer):
    lines = explorer.search("疫情 防控", mode="word")
    expected = ct.concordance(corpus, "疫情 防控", by=None, tokens=ct.segment(corpus))
    assert len(expected)
    assert lines["raw_start"].tolist() == expected["raw_start"].tolist()


def test_a_regular_expression_is_found(explorer):
    assert set(explorer.search("第[一二三]书记", mode="regex")["node"]) == {"第一书记"}


@pytest.mark.parametrize(("query", "message"), [("(党", "missing"), ("[", "unterminated"), ("  ", "Type a word")])
def test_a_wrong_query_is_told_not_raised(explorer, query, message):
    assert explorer.search(query, mode="regex").empty
    assert message in explorer.message
    assert explorer.selection.empty


def test_a_deeply_nested_pattern_is_told_not_raised(explorer):
    assert explorer.search("(" * 5000 + "党" + ")" * 5000, mode="regex").empty
    assert "recursion" in explorer.message


def test_an_endless_pattern_ends(corpus):
    explorer = state.Explorer(corpus, seconds=0.2)
    assert explorer.search(ENDLESS, mode="regex").empty
    assert "when its time was over" in explorer.message


def test_too_many_lines_are_cut_and_it_is_said(explorer, monkeypatch):
    monkeypatch.setattr(searching, "MOST_LINES", 1000)
    assert len(explorer.search(".", mode="regex")) == 1000
    assert "1,000 lines" in explorer.message
    assert "the search stopped there" in explorer.message
    assert "the first 500 are shown" in explorer.message


def test_the_filter_holds_for_everything(explorer):
    assert explorer.filter(cities=["白山市", "乐清市"]) == 2
    assert set(explorer.search("党员")["city"]) == {"白山市", "乐清市"}
    assert set(explorer.values()["city"]) <= {"白山市", "乐清市"}


def test_dates_leave_out_the_undated(explorer):
    assert explorer.filter(since="2020-03-01") == 2
    assert explorer.filter(until="2020-03-01") == 2
    assert explorer.filter() == 5


def test_a_new_filter_repeats_the_search_in_front(explorer):
    everywhere = len(explorer.search("党员"))
    explorer.filter(cities=["白山市"])
    assert 0 < len(explorer.lines) < everywhere
    assert set(explorer.lines["city"]) == {"白山市"}


def test_a_city_is_ranked_against_all_others_whatever_cities_are_chosen(explorer):
    before = explorer.rank("乐清市")
    assert "村社" in set(before["token"].head(5))
    explorer.filter(cities=["乐清市"])
    pd.testing.assert_frame_equal(explorer.rank("乐清市"), before)


def test_a_city_without_texts_is_told_not_raised(explorer):
    assert explorer.rank("北京市").empty
    assert "北京市" in explorer.message


def test_values_are_listed_with_their_quotes(corpus, explorer):
    values = explorer.values("口罩")
    assert len(values)
    for row in values.itertuples():
        assert corpus[row.doc_id].raw[row.raw_start : row.raw_end] == row.quote
        assert "口罩" in f"{row.quote} {row.noun}"


def test_values_of_unread_texts_are_announced(explorer):
    explorer.values(most=2)
    assert "3 more texts not read" in explorer.message


def test_nothing_is_read_twice(corpus, monkeypatch):
    explorer = explore(corpus)
    first = explorer.values()
    monkeypatch.setattr("corpus_tools.claims.reported.find_values", None)
    pd.testing.assert_frame_equal(explorer.values(), first)


def test_the_selection_is_what_is_chosen_or_all(explorer):
    lines = explorer.search("党员")
    assert explorer.selection is lines
    explorer.select(3, 1, 99)
    assert explorer.selection["start"].tolist() == lines["start"].iloc[[3, 1]].tolist()
    explorer.select()
    assert explorer.selection is lines


@pytest.mark.parametrize("kind", ["lines", "values"])
def test_a_chosen_row_leads_to_text_and_raw_text(corpus, explorer, kind):
    table = explorer.search("党员") if kind == "lines" else explorer.values()
    explorer.select(1)
    place = explorer.place
    raw = corpus[place.doc_id].raw[place.raw_start : place.raw_end]
    assert place[1:] == tuple(table.loc[1, ["start", "end", "raw_start", "raw_end"]])
    assert f'<mark class="hit" title="">{raw}</mark>' in widget.detail_html(explorer)


def test_a_chosen_term_leads_to_its_lines(explorer):
    explorer.rank("乐清市")
    explorer.select(0)
    assert explorer.place is None
    assert explorer.selection["token"][0] in widget.detail_html(explorer)


@pytest.mark.parametrize("kind", ["lines", "keyness", "values"])
def test_each_view_becomes_a_figure(explorer, tmp_path, monkeypatch, kind):
    monkeypatch.delenv("CORPUS_TOOLS_FIGURES", raising=False)
    {"lines": lambda: explorer.search("党员"), "keyness": lambda: explorer.rank("白山市"), "values": explorer.values}[
        kind
    ]()
    files = explorer.figure("explored", directory=tmp_path)
    assert all(path.stat().st_size for path in files)
    about = json.loads(files.json.read_text(encoding="utf-8"))
    assert about["corpus_hash"] == explorer.corpus.hash
    assert about["provenance"]["selection"] == explorer.message


def test_places_of_lines_are_shares_of_the_whole_text(explorer):
    from corpus_tools.explorer import drawing

    tokens = drawing.as_tokens(explorer.search("党员"), explorer.documents)
    last = tokens.groupby("doc_id")["position"].max()
    assert last.to_dict() == {document.doc_id: len(document.text) - 1 for document in explorer.corpus}


def test_everything_has_a_plain_page(explorer):
    explorer.search("党员")
    explorer.select(0)
    assert repr(explorer) == f"<Explorer: 5 of 5 texts; {explorer.message}>"
    page = widget.static_html(explorer)
    assert "side-raw" in page
    assert "党员" in page


def test_without_widgets_the_page_says_what_to_install(explorer, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    assert "pip install" in explorer._repr_mimebundle_()["text/html"]


class TestPanel:
    """The widgets as a kernel holds them; the browser test clicks them."""

    @pytest.fixture
    def panel(self, explorer):
        pytest.importorskip("ipywidgets", reason="pip install 'corpus-tools[explore]'")
        bundle = explorer._repr_mimebundle_()
        assert {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"} <= set(bundle)
        return explorer.panel

    def test_typing_searches(self, panel, explorer):
        panel.query.value = "党员"
        assert len(explorer.lines) == len(panel.tables["lines"].df)
        assert explorer.message in panel.message.value

    def test_a_wrong_pattern_is_shown(self, panel):
        panel.mode.value = "regex"
        panel.query.value = "(党"
        assert "no regular expression" in panel.message.value

    def test_a_click_chooses(self, panel, explorer):
        panel.query.value = "党员"
        panel.tables["lines"].selected_rows = [2]
        assert explorer.view.chosen == (2,)
        assert 'class="hit"' in panel.place.value

    def test_a_new_search_forgets_the_choice(self, panel, explorer):
        panel.query.value = "党员"
        panel.tables["lines"].selected_rows = [2]
        panel.query.value = "群众"
        assert explorer.view.chosen == ()
        assert 'class="hit"' not in panel.place.value

    def test_code_moves_the_widgets(self, panel, explorer):
        explorer.values("口罩")
        assert panel.tabs.selected_index == 2
        explorer.filter(cities=["白山市"])
        assert len(panel.tables["values"].df) == len(explorer.selection)

    def test_the_filter_is_handed_on(self, panel, explorer):
        panel.query.value = "党员"
        panel.cities.value = ["白山市"]
        assert set(explorer.lines["city"]) == {"白山市"}

    def test_one_explorer_has_one_panel(self, panel, explorer):
        explorer._repr_mimebundle_()
        assert explorer.panel is panel
        assert len(explorer.watchers) == 1


def test_mischief_is_shown_as_text_by_every_part():
    pytest.importorskip("ipywidgets", reason="pip install 'corpus-tools[explore]'")
    explorer = explore(ct.Corpus((ct.document_from_text(MISCHIEF, doc_id="<script>d</script>", city="<b>市"),)))
    explorer._repr_mimebundle_()
    explorer.search(".script.+?/script.", mode="regex")
    explorer.select(0)
    assert len(explorer.lines) == 1
    assert "<script" not in explorer.panel.place.value + explorer.panel.message.value + widget.static_html(explorer)
    assert "&lt;script&gt;window.hurt" in explorer.panel.place.value
    assert "<script" not in json.dumps(explorer.panel.tables["lines"]._dt_args)
    explorer.search("<script>", mode="regex")
    assert "<script" not in explorer.panel.message.value
