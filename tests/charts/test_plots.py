from itertools import combinations

import chart_tables as made
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from corpus_tools.charts import frame, plots, style
from corpus_tools.charts.labels import label

CASES = {
    "plot_scores": made.scores,
    "plot_corpus_timeline": made.documents,
    "plot_ledger": made.ledger,
    "plot_certainty": made.edits,
    "plot_term_frequencies": made.frequencies,
    "plot_tf_idf": made.weights,
    "plot_tf_idf_bars": made.weights,
    "plot_idf_slopes": made.two_variants,
    "plot_similarity": made.similarity,
    "plot_keyness": made.keyness,
    "plot_keyness_scatter": made.keyness,
    "plot_rank_stability": made.ranks,
    "plot_dispersion": made.tokens,
    "plot_trend": made.trend,
    "plot_reported_values": made.series,
    "plot_value_counts": made.series,
    "plot_time_series": made.series,
    "plot_slogan_matrix": made.slogans,
    "plot_slogan_tree": made.slogans,
    "word_cloud": made.frequencies,
}
every_plot = pytest.mark.parametrize("name", CASES)


def plotted(name: str, cities: list[str | None], **options: object) -> Axes:
    ax: Axes = getattr(plots, name)(CASES[name](cities), **options)
    return ax


def drawn(name: str, cities: list[str | None], **options: object) -> Axes:
    ax = plotted(name, cities, **options)
    ax.figure.canvas.draw()
    return ax


def overlaps(texts: list) -> list[tuple[str, str]]:
    """Pairs of drawn texts whose ink shares more than a hair."""
    boxes = []
    for text in texts:
        box = text.get_window_extent()
        slack_x, slack_y = 0.5 + 0.02 * box.width, 1 + 0.14 * box.height
        boxes.append((text.get_text(), box.x0 + slack_x, box.x1 - slack_x, box.y0 + slack_y, box.y1 - slack_y))
    return [
        (a[0], b[0]) for a, b in combinations(boxes, 2) if a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]
    ]


def test_every_public_plot_has_a_case():
    assert set(plots.__all__) == set(CASES)


@every_plot
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_overlaps_is_cut_or_is_too_small(name, lang, drawn_texts):
    ax = drawn(name, made.CITIES, lang=lang)
    figure = ax.get_figure(root=True)
    assert overlaps(drawn_texts) == []
    edge = figure.bbox.padded(1)
    cut = [text.get_text() for text in drawn_texts if not _inside(text.get_window_extent(), edge)]
    assert cut == []
    assert min(text.get_fontsize() for text in drawn_texts) >= 6


def _inside(box, edge) -> bool:
    return box.x0 >= edge.x0 and box.x1 <= edge.x1 and box.y0 >= edge.y0 and box.y1 <= edge.y1


@pytest.mark.parametrize("name", ["plot_time_series", "plot_reported_values", "plot_ledger", "plot_term_frequencies"])
def test_one_column_holds_the_figure_too(name, drawn_texts):
    ax = drawn(name, made.CITIES, width=89)
    figure = ax.get_figure(root=True)
    assert figure.get_figwidth() * 25.4 == pytest.approx(89)
    assert overlaps(drawn_texts) == []
    assert all(_inside(text.get_window_extent(), figure.bbox.padded(1)) for text in drawn_texts)


@every_plot
@pytest.mark.parametrize(
    "cities", [made.many_cities(30), ["汕尾市"], ["汕尾市", None, "白山市"]], ids=["30", "1", "null"]
)
def test_any_number_of_cities_is_drawn(name, cities):
    if name == "plot_similarity" and None in cities:
        cities = [city or "" for city in cities]
    assert isinstance(plotted(name, cities), Axes)


@every_plot
def test_an_empty_table_says_so(name):
    ax = getattr(plots, name)(CASES[name](made.CITIES).iloc[:0])
    assert [text.get_text() for text in ax.texts] == [label("no_data", "zh")]


@every_plot
def test_a_given_axes_is_used(name):
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5))
    assert getattr(plots, name)(CASES[name](made.CITIES), ax=right) is right
    assert figure.axes[:2] == [left, right]


@pytest.mark.parametrize(
    "name", ["plot_term_frequencies", "plot_tf_idf_bars", "plot_keyness", "plot_keyness_scatter", "word_cloud"]
)
def test_rows_are_drawn_by_value_whatever_their_order(name):
    table = CASES[name](made.CITIES)
    shuffled = table.sample(frac=1, random_state=1)
    shuffled = shuffled.sort_values("city", key=lambda cities: cities.map(made.CITIES.index), kind="stable")
    first, second = (frame.drawn_on(getattr(plots, name)(rows)).rows for rows in (table, shuffled))
    pd.testing.assert_frame_equal(first, second)


def test_a_city_keeps_its_colour_across_figures():
    colours = set()
    for name in ("plot_term_frequencies", "plot_keyness"):
        ax = plotted(name, ["广安市", "乐清市"])
        panel = ax.child_axes[0]
        colours.update(line.get_color() for line in panel.lines if line.get_marker() == "s")
    assert len(colours) == 1


def test_values_of_2020_and_2022_do_not_share_an_unbroken_axis():
    ax = plotted("plot_time_series", made.CITIES)
    spans = {tuple(panel.get_xlim()) for panel in ax.child_axes}
    assert len(spans) == 3  # 2020, 2022, and no date
    assert all(high - low < 180 for low, high in spans)


def test_no_line_joins_two_values():
    ax = plotted("plot_time_series", made.CITIES)
    joined = [
        line
        for panel in ax.child_axes
        for line in panel.lines
        if len(line.get_xdata()) > 1 and line.get_linestyle() != "None"
    ]
    assert all(len(set(line.get_xdata())) == 1 for line in joined)


def test_hedges_are_open_ends():
    table = made.series(["汕尾市"]).iloc[:1].assign(value=100.0, value_max=None)
    arrows = {}
    for approx in made.HEDGES:
        ax = drawn_values(table.assign(approx=approx))
        arrows[approx] = [
            text.xyann[0] for panel in ax.child_axes for text in panel.texts if getattr(text, "arrow_patch", None)
        ]
    assert arrows["exact"] == []
    assert [x > 0 for x in arrows["more_than"]] == [True]
    assert [x < 0 for x in arrows["less_than"]] == [True]
    assert sorted(x > 0 for x in arrows["about"]) == [False, True]


def drawn_values(table: pd.DataFrame) -> Axes:
    return plots.plot_reported_values(table)


def test_a_logarithmic_axis_says_so():
    table = made.series(made.CITIES)
    table = table[table["indicator"] == "党员"]
    ax = drawn_values(table.assign(value=[5.0 * 30**i for i in range(len(table))]))
    panel = ax.child_axes[0]
    assert panel.get_xscale() == "log"
    assert any("对数轴" in text.get_text() for text in panel.texts)


def test_significance_is_drawn_and_a_group_without_interval_has_none():
    ax = plotted("plot_keyness", made.CITIES)
    last = ax.child_axes[len(made.CITIES) - 1]
    assert sum(len(lines.get_segments()) for lines in last.collections) == 0
    faces = {str(line.get_markerfacecolor()) for line in last.lines if len(line.get_xdata())}
    assert "white" in faces
    assert len(faces) > 1


def test_a_note_counts_the_terms_that_are_drawn():
    table = made.frequencies(made.CITIES)
    by_city = table.groupby("city", sort=False, dropna=False)
    notes = frame.drawn_on(plots.plot_term_frequencies(by_city.head(3), top=15)).notes
    assert "每组前 3 词" in notes["zh"]
    assert "the 3 most frequent" in notes["en"]


def test_a_cloud_tells_of_the_words_it_has_room_for():
    table = made.frequencies(["汕尾市"])
    many = pd.concat([table.assign(token=table["token"] + f"第{i}批先锋模范") for i in range(40)], ignore_index=True)
    drawn = frame.drawn_on(plots.word_cloud(many, words=200))
    assert 0 < len(drawn.rows) < 200
    assert f"所画 {len(drawn.rows)} 词（最高频 200 词" in drawn.notes["zh"]


@pytest.mark.parametrize("name", ["plot_ledger", "plot_certainty"])
def test_parts_of_a_bar_are_apart_in_grey(name):
    ax = plotted(name, made.CITIES)
    shades = [style.grey(part.get_facecolor()[:3]) for part in ax.get_legend().get_patches()]
    assert all(abs(one - other) > 0.1 for one, other in combinations(shades, 2))


def test_terms_at_one_place_share_a_name(drawn_texts):
    table = made.keyness(["汕尾市"])
    twins = table.assign(z=9.0, log_odds=1.0, per_10000=50.0).head(2)
    plots.plot_keyness_scatter(twins).figure.canvas.draw()
    assert "、".join(sorted(twins["token"])) in [text.get_text() for text in drawn_texts]


def test_units_and_variants_have_chinese_names():
    ax = plots.plot_idf_slopes(made.two_variants(made.CITIES))
    words = [text.get_text() for text in ax.figure.findobj(Text)]
    assert "教科书" in words
    assert not any(word in text for text in words for word in ("smooth", "textbook", "paragraph"))


def test_slopes_need_two_variants():
    with pytest.raises(ValueError, match="exactly two"):
        plots.plot_idf_slopes(made.weights(made.CITIES))


def test_one_seed_one_cloud():
    table = made.frequencies(["汕尾市"])
    first, again, other = (plots.word_cloud(table, seed=seed).images[0].get_array().tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_events_stand_below_without_overlap(drawn_texts):
    table = made.series(made.CITIES)
    words = "2月{}日，市委组织部第一时间向全市发出通知，号召各级党组织和广大党员在一线亮出身份、作好表率"
    rows = [
        (f"{i:03d}_report", made.CITIES[i % 5], f"2020-02-{10 + i // 2}", words.format(10 + i // 2)) for i in range(12)
    ]
    events = pd.DataFrame(rows, columns=["doc_id", "city", "date", "text"])
    ax = plots.plot_time_series(table, events=events)
    ax.figure.canvas.draw()
    assert sum("市委组织部" in text.get_text() for text in drawn_texts) == 12
    assert overlaps(drawn_texts) == []
    assert all(_inside(text.get_window_extent(), ax.figure.bbox.padded(1)) for text in drawn_texts)
