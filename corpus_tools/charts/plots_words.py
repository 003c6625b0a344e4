"""Figures of words: frequencies, word clouds and TF-IDF weights, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus_tools.charts.frame import beside, describe, no_data, notes_of, plot, sheet
from corpus_tools.charts.glyphs import check_text, text_width, widest
from corpus_tools.charts.labels import Lang, in_both, label, label_or, term_label
from corpus_tools.charts.matrices import heat_map
from corpus_tools.charts.panels import ROW, Layout, group_name, group_panels, most_rows, name_in_both, top_rows
from corpus_tools.charts.style import INK, ONE_COLUMN, SOFT, TICK, TWO_COLUMNS, Look, city_looks, font_path

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_COLUMNS, MOST_TERMS = 30, 60


@plot
def plot_term_frequencies(
    table: pd.DataFrame, *, top: int = 15, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw the most frequent terms of each group as ranked dots per 10,000 tokens, with their interval.

    Parameters
    ----------
    table
        The table of `term_frequencies`: the group (its first column), token, count, group_tokens, per_10000, and
        low and high where intervals were computed.
    top
        Terms for each group; ties are broken by the term.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0])
    drawn = top_rows(table, by, "per_10000", top)
    has_interval = {"low", "high"} <= set(table.columns)
    tokens = int(table.drop_duplicates(by)["group_tokens"].sum())
    top = most_rows(drawn, by)
    notes = notes_of(
        "term_frequencies",
        tokens=f"{tokens:,}",
        groups=drawn[by].nunique(dropna=False),
        top=top,
        interval={"zh": _interval(table, "zh"), "en": _interval(table, "en")},
    )

    def paint(panel: Axes, rows: pd.DataFrame, look: Look) -> None:
        places = range(len(rows))
        if has_interval:
            panel.hlines(places, rows["low"], rows["high"], color=look.colour, linewidth=1.0)
        panel.plot(rows["per_10000"], places, look.marker, color=look.colour, clip_on=False)

    limit = float(drawn[["per_10000", "high"] if has_interval else ["per_10000"]].max().max())
    layout = Layout(by, (0.0, limit), label("per_10000", lang), notes[lang], lang, width, ax)
    return describe(group_panels(drawn, paint, layout), "term_frequencies", drawn, notes, tokens=tokens, top=top)


@plot
def plot_tf_idf_bars(
    table: pd.DataFrame, *, top: int = 12, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw the terms of the highest TF-IDF weight as bars, one panel a group, all on one scale from zero.

    Parameters
    ----------
    table
        The table of `tf_idf`: the group (its first column), token, tf, df, weight, variant, unit.
    top
        Terms for each group; ties are broken by the term.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0])
    drawn = top_rows(table, by, "weight", top)
    top = most_rows(drawn, by)
    notes = notes_of("tf_idf_bars", groups=drawn[by].nunique(dropna=False), top=top, **_variant(table))

    def paint(panel: Axes, rows: pd.DataFrame, look: Look) -> None:
        panel.barh(range(len(rows)), rows["weight"], height=0.62, color=look.colour, alpha=0.85, linewidth=0)
        for y, (weight, df) in enumerate(zip(rows["weight"], rows["df"], strict=True)):
            beside(panel, weight, y, f"df {df:g}", dx=2.5, color=SOFT, fontsize=6)

    layout = Layout(by, (0.0, float(drawn["weight"].max()) * 1.2), label("weight", lang), notes[lang], lang, width, ax)
    return describe(group_panels(drawn, paint, layout), "tf_idf_bars", drawn, notes, top=top)


def _interval(table: pd.DataFrame, lang: Lang) -> str:
    """Return what the lines of the figure are, from the settings of the table."""
    if not {"low", "high"} <= set(table.columns) or table["low"].isna().all():
        return label("interval_none", lang)
    if "confidence" not in table.attrs:
        return label("interval_drawn", lang)
    unit = str(table.attrs.get("unit", "–"))
    level = f"{100 * float(table.attrs['confidence']):g}%"
    return label("interval_bootstrap", lang, level=level, unit=label_or(f"unit.{unit}", unit, lang))


def _variant(table: pd.DataFrame) -> dict[str, Any]:
    return {name: in_both(name, table[name].iloc[0] if name in table else "–") for name in ("variant", "unit")}


@plot
def plot_tf_idf(
    table: pd.DataFrame, *, top: int = 8, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw TF-IDF weights as a heat map of terms against groups; a term that a group lacks stays empty.

    Parameters
    ----------
    table
        The table of `tf_idf`: the group (its first column), token, tf, df, weight, variant, unit.
    top
        The terms are the union of the `top` highest of each group.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0])
    groups = table[by].drop_duplicates().tolist()[:MOST_COLUMNS]
    table_ = table[table[by].isin(groups)]
    best = table_.sort_values(["weight", "token"], ascending=[False, True]).groupby(by, dropna=False).head(top)
    drawn = table_[table_["token"].isin(best["token"]) & (table_["weight"] > 0)]
    wide = drawn.pivot_table(index="token", columns=by, values="weight", sort=False, dropna=False).reindex(
        columns=groups
    )
    wide = wide.loc[_by_leading_group(wide)].iloc[:MOST_TERMS]
    drawn = drawn[drawn["token"].isin(wide.index)]
    notes = notes_of("tf_idf", groups=len(groups), terms=len(wide), top=top, **_variant(table))
    axes = _heat_map(wide, by, note=notes[lang], ax=ax, lang=lang, width=width)
    return describe(axes, "tf_idf", drawn, notes, top=top, terms=len(wide))


def _by_leading_group(wide: pd.DataFrame) -> list[str]:
    """Return the terms ordered by the group in which each weighs most, heaviest first within it."""
    filled = wide.fillna(0).to_numpy()
    leader, weight = filled.argmax(axis=1), filled.max(axis=1)
    order = sorted(range(len(wide)), key=lambda i: (leader[i], -weight[i], str(wide.index[i])))
    return [wide.index[i] for i in order]


def _heat_map(wide: pd.DataFrame, by: str, *, note: str, ax: Axes | None, lang: Lang, width: float) -> Axes:
    """Draw terms in rows (two blocks side by side if they are many) and groups in columns, with a colour bar."""
    names = [group_name(group, by, lang) for group in wide.columns]
    terms = [term_label(term, lang) for term in wide.index]
    blocks = 2 if len(wide) > 24 and len(names) <= 8 and width >= 140 and ax is None else 1
    left = widest(terms) + 3
    per_block = -(-len(wide) // blocks)
    cell = (width - 3) / blocks - left - 2
    turned = widest(names) > cell / len(names)
    top = widest(names) + 3 if turned else 5.0
    page = sheet(ax, width=width, height=per_block * ROW + top + 11, note=note)
    limit = float(wide.max().max())
    for block in range(blocks):
        part = wide.iloc[block * per_block : (block + 1) * per_block]
        x = block * (width - 3) / blocks + left
        height = (page.height - page.foot - top - 11) * len(part) / per_block
        panel = page.panel(x * page.width / width, top, cell * page.width / width, height)
        labels = [term_label(term, lang) for term in part.index]
        mesh = heat_map(panel, part.to_numpy(dtype=float), labels, names, most=limit, turned=turned)
    _colour_bar(page, mesh, label("weight", lang))
    return page.parent


def _colour_bar(page: Any, mesh: Any, text: str) -> None:
    """Draw a thin colour bar under the panels, its label at its left."""
    words = text_width(text) + 4
    bar = page.panel(words, page.height - page.foot - 7.5, min(45.0, page.width - words - 6), 2.2)
    page.figure.colorbar(mesh, cax=bar, orientation="horizontal")
    bar.tick_params(length=1.5, width=0.5, pad=1)
    bar.locator_params(axis="x", nbins=5)
    bar.spines[:].set_visible(False)
    bar.annotate(text, (0, 0.5), (-4, 0), "axes fraction", "offset points", ha="right", va="center", fontsize=TICK)


@plot
def word_cloud(
    table: pd.DataFrame,
    *,
    group: str | None = None,
    words: int = 60,
    seed: int = 0,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = ONE_COLUMN,
) -> Axes:
    """Draw the terms of one group with their size after their frequency; show it beside its ranked table.

    Parameters
    ----------
    table
        The table of `term_frequencies`: the group (its first column), token, count.
    group
        The group; without it the first.
    words
        At most so many terms; the rarest are left out where there is no room.
    seed
        The seed of the layout: the same seed gives the same picture.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    from wordcloud import WordCloud

    by = str(table.columns[0])
    group = table[by].iloc[0] if group is None else group
    of_group = table[table[by] == group].sort_values(["count", "token"], ascending=[False, True])
    wanted = of_group[of_group["count"] > 0].head(words)
    if wanted.empty:
        return no_data(wanted, ax=ax, lang=lang)
    for token in wanted["token"]:
        check_text(token)
    colours = [city_looks([group])[str(group)].colour, INK, SOFT]
    counts = dict(zip(wanted["token"], wanted["count"].astype(float), strict=True))
    largest = max(counts.values())
    cloud = WordCloud(
        font_path=str(font_path()),
        width=int(width * 10),
        height=int(width * 6),
        background_color="white",
        random_state=seed,
        prefer_horizontal=1.0,
        relative_scaling=0.5,
        min_font_size=22,
        margin=6,
        max_words=words,
        color_func=lambda word, **_: colours[min(2, int(3 * (1 - counts[word] / largest)))],
    ).generate_from_frequencies(counts)
    drawn = wanted[wanted["token"].isin([word for (word, _), *_ in cloud.layout_])]
    facts = {"terms": len(drawn), "of": len(wanted), "tokens": f"{int(drawn['count'].sum()):,}"}
    notes = notes_of("word_cloud", group=name_in_both(group, by), **facts)
    page = sheet(ax, width=width, height=width * 0.62, note=notes[lang])
    axes = page.only(left=1, right=1, top=1, bottom=1)
    axes.set(xticks=[], yticks=[], frame_on=False)
    axes.imshow(cloud.to_array(), interpolation="bilinear", aspect="equal")
    return describe(axes, "word_cloud", drawn, notes, group=str(group), words=len(drawn), seed=seed)
