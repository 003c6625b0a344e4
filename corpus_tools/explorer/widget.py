"""The explorer in a notebook: thin widgets over `Explorer`, each with a plain page for where there are no widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corpus_tools import display
from corpus_tools.explorer.searching import search
from corpus_tools.explorer.state import MOST_SHOWN, Explorer, Kind, Place

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

TITLES: dict[Kind, str] = {"lines": "Concordance", "keyness": "What marks a city", "values": "Reported values"}
SHOWN: dict[Kind, list[str]] = {
    "lines": ["city", "left", "node", "right", "doc_id"],
    "keyness": ["token", "count", "reference_count", "per_10000", "reference_per_10000", "log_odds", "p_maxt", "units"],
    "values": ["city", "quote", "value", "value_max", "approx", "unit", "noun", "as_of", "doc_id"],
}
STYLE = f"""<style>
.corpus-explorer, .corpus-explorer :is(table, input, select, b, button) {{font-family: {display.FONTS}}}
.beside {{display: flex; gap: 2em}} .beside > div {{flex: 1; min-width: 0}}
td.corpus-left {{text-align: right !important}} td.corpus-node {{color: #B3261E; font-weight: 600}}
td.corpus-left, td.corpus-node, td.corpus-right, td.corpus-city, td.corpus-token {{white-space: nowrap}}
td.corpus-doc_id {{white-space: nowrap; font-size: 11px}}
</style>"""
MOST_QUOTES = 20
MISSING = "To explore with the mouse: pip install 'corpus-tools[explore]', then restart the kernel."


def bundle(explorer: Explorer, **options: Any) -> Any:
    """Return what a notebook shows of an explorer: the widget, and a page and a line of text for elsewhere."""
    fallback = {"text/plain": repr(explorer), "text/html": static_html(explorer)}
    try:
        explorer.panel = explorer.panel or Panel(explorer)
    except ImportError:
        return fallback | {"text/html": f"<p>{display.escaped(MISSING)}</p>{fallback['text/html']}"}
    return explorer.panel.box._repr_mimebundle_(**options) | fallback


def static_html(explorer: Explorer) -> str:
    """Return the view in front as a page without widgets: message, the first lines, the chosen place."""
    table = shown(explorer.selection, explorer.kind).head(20)
    parts = [f"<p>{display.escaped(repr(explorer))}</p>", display.table_html(table) if len(table) else ""]
    return f'{display.STYLE}<div class="corpus-view">{"".join(parts)}{detail_html(explorer)}</div>'


def shown(table: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return the rows and columns of a table that are shown, as text that a browser can hold."""
    wanted = [column for column in SHOWN[kind] if column in table]
    table = table[wanted].head(MOST_SHOWN).reset_index(drop=True)
    for column in table.select_dtypes("number"):
        table[column] = table[column].astype(object).map(_number, na_action="ignore")
    return table.astype(object).where(table.notna(), "").map(lambda value: display.visible(str(value)))


def _number(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def detail_html(explorer: Explorer) -> str:
    """Return what a click brings: the place of a line or value in text and raw text, or the lines of a term."""
    if explorer.place:
        return _place_html(explorer, explorer.place)
    if explorer.kind != "keyness" or not explorer.view.chosen:
        return ""
    row = explorer.selection.iloc[0]
    documents = [document for document in explorer.scope if document.city == row["city"]]
    lines, _ = search(documents, row["token"], "phrase", seconds=explorer.seconds)
    return display.table_html(shown(lines, "lines").head(MOST_QUOTES))


def _place_html(explorer: Explorer, place: Place) -> str:
    document = explorer.corpus[place.doc_id]
    marks = display.receipt_marks(document)
    marks += display.value_marks(document, explorer.index.values([document]))
    marks += display.slogan_marks(document, explorer.index.slogans([document]))
    facts = (document.doc_id, document.title, document.city, document.published_on, document.outlet)
    sides = {
        "text": (place.start, place.end, display.context_html(document.text, place.start, place.end, marks=marks)),
        "raw": (place.raw_start, place.raw_end, display.context_html(document.raw, place.raw_start, place.raw_end)),
    }
    columns = "".join(
        f'<div class="side-{name}"><i>{name}, characters {start:,} to {end:,}</i>{page}</div>'
        for name, (start, end, page) in sides.items()
    )
    return f'<b>{" · ".join(display.escaped(fact) for fact in facts if fact)}</b><div class="beside">{columns}</div>'


class Panel:
    """The widgets of an explorer: they hand on what is typed and clicked, and show what the explorer then holds."""

    def __init__(self, explorer: Explorer) -> None:
        import ipywidgets as w
        from itables.widget import ITable

        self.explorer = explorer
        self.query = w.Text(placeholder="党员", continuous_update=False, layout={"width": "22em"})
        self.mode = w.Dropdown(options=["phrase", "word", "regex"], layout={"width": "7em"})
        self.cities = w.TagsInput(allowed_tags=explorer.cities, placeholder="all cities", allow_duplicates=False)
        self.cities.layout = {"width": "40em"}
        self.since = w.DatePicker(description="from", layout={"width": "16em"})
        self.until = w.DatePicker(description="to", layout={"width": "16em"})
        self.city = w.Dropdown(options=explorer.cities, layout={"width": "14em"})
        self.containing = w.Text(placeholder="all values", continuous_update=False, layout={"width": "22em"})
        self.name = w.Text(value="explored", description="figures/", layout={"width": "20em"})
        self.message, self.place, self.saved = w.HTML(), w.HTML(), w.HTML()
        self.tables = {kind: ITable(shown(explorer.views[kind].table, kind), **_options(kind)) for kind in TITLES}
        self.drawn = {kind: explorer.views[kind].table for kind in TITLES}
        self.tabs = w.Tab()
        self.box = self._arranged(w)
        self._connect()
        explorer.watchers.append(self.show)
        self.show()

    def show(self) -> None:
        """Show what the explorer holds now."""
        kind, view = self.explorer.kind, self.explorer.view
        for other, table in self.tables.items():
            new = self.explorer.views[other].table
            if self.drawn[other] is not new:
                self.drawn[other] = new
                table.update(shown(new, other), selected_rows=[], **_options(other))
        self.tables[kind].selected_rows = [row for row in view.chosen if row < MOST_SHOWN]
        self.tabs.selected_index = list(TITLES).index(kind)
        self.message.value = f'<b class="corpus-message">{display.escaped(view.message)}</b>'
        self.place.value = f'{display.STYLE}{STYLE}<div class="corpus-view">{detail_html(self.explorer)}</div>'

    def _arranged(self, w: Any) -> ipywidgets.VBox:
        search, rank, listing = (w.Button(description=name) for name in ("Search", "Rank", "List"))
        save = w.Button(description="Save figure")
        search.on_click(lambda _: self._search())
        rank.on_click(lambda _: self._do(lambda: self.explorer.rank(self.city.value)))
        listing.on_click(lambda _: self._do(lambda: self.explorer.values(self.containing.value)))
        save.on_click(lambda _: self._save())
        rows = [[self.query, self.mode, search], [self.city, rank], [self.containing, listing]]
        tables = self.tables.values()
        self.tabs.children = [w.VBox([w.HBox(row), table]) for row, table in zip(rows, tables, strict=True)]
        self.tabs.titles = list(TITLES.values())
        filters = w.HBox([self.cities, self.since, self.until])
        box = w.VBox([filters, self.tabs, self.message, self.place, w.HBox([self.name, save, self.saved])])
        return box.add_class("corpus-explorer")

    def _connect(self) -> None:
        kinds = list(TITLES)
        self.query.observe(lambda _: self._search(), "value")
        self.containing.observe(lambda change: self._do(lambda: self.explorer.values(change["new"])), "value")
        self.tabs.observe(lambda change: self.explorer.turn_to(kinds[change["new"]]), "selected_index")
        for control in (self.cities, self.since, self.until):
            control.observe(lambda _: self._do(self._filter), "value")
        for kind, table in self.tables.items():
            table.observe(lambda change, kind=kind: self._select(kind, change["new"]), "selected_rows")

    def _search(self) -> None:
        self._do(lambda: self.explorer.search(self.query.value, mode=self.mode.value))

    def _filter(self) -> None:
        self.explorer.filter(cities=self.cities.value, since=self.since.value, until=self.until.value)

    def _select(self, kind: Kind, rows: list[int]) -> None:
        if kind == self.explorer.kind and tuple(rows) != self.explorer.view.chosen:
            self.explorer.select(*rows)

    def _do(self, action: Callable[[], object]) -> None:
        """Say that work is going on, and do it."""
        self.message.value = f"<i>reading {len(self.explorer.scope):,} texts …</i>"
        action()

    def _save(self) -> None:
        try:
            files = self.explorer.figure(self.name.value)
            self.saved.value = display.escaped(f"saved {files.png.with_suffix('')} (svg, pdf, png, csv, json)")
        except (ValueError, OSError) as error:
            self.saved.value = display.escaped(f"not saved: {error}")


def _options(kind: Kind) -> dict[str, Any]:
    columns = [{"className": f"corpus-{name}", "targets": place} for place, name in enumerate(SHOWN[kind])]
    layout = {"topStart": None, "topEnd": None, "bottomStart": "info", "bottomEnd": "paging"}
    options = {"classes": "display compact", "style": "width:100%", "select": "os", "maxBytes": 0, "pageLength": 8}
    return options | {"columnDefs": columns, "layout": layout, "text_in_header_can_be_selected": False}
