"""What an explorer knows and can do, without a widget: the filter, the tables, the selection, the figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import pandas as pd

from corpus_tools.display import counted
from corpus_tools.explorer import drawing, searching
from corpus_tools.explorer.indexing import Index
from corpus_tools.explorer.searching import Mode, SearchError

if TYPE_CHECKING:
    from pathlib import Path

    from corpus_tools.charts.labels import Lang
    from corpus_tools.charts.publish import FigureFiles
    from corpus_tools.explorer.widget import Panel
    from corpus_tools.text.corpus import Corpus, Document

Kind: TypeAlias = Literal["lines", "keyness", "values"]
MOST_SHOWN, MOST_READ, MOST_RESAMPLED = 500, 200, 200_000
COLUMNS: dict[Kind, list[str]] = {
    "lines": ["doc_id", "city", "left", "node", "right", "start", "end", "raw_start", "raw_end"],
    "keyness": ["city", "token", "count", "reference_count", "log_odds", "low", "high"],
    "values": ["doc_id", "city", "quote", "value", "approx", "unit", "noun", "as_of", "start", "end"],
}


class Place(NamedTuple):
    """A stretch of one document: in its running text and in its raw text."""

    doc_id: str
    start: int
    end: int
    raw_start: int
    raw_end: int


class View(NamedTuple):
    """One table of an explorer, what is to be said of it, and the numbers of the rows that are chosen."""

    table: pd.DataFrame
    message: str = ""
    chosen: tuple[int, ...] = ()


class Explorer:
    """Search, compare and cite a corpus: each step returns its table, and the widget shows it.

    Attributes
    ----------
    kind
        The view in front: ``"lines"``, ``"keyness"`` or ``"values"``.
    scope
        The documents that pass the filter.
    watchers
        Called without arguments after every change.
    """

    def __init__(self, corpus: Corpus, *, seconds: float = 10.0) -> None:
        self.corpus = corpus
        self.seconds = seconds
        self.index = Index()
        self.kind: Kind = "lines"
        self.scope: list[Document] = list(corpus)
        self.watchers: list[Callable[[], None]] = []
        self.panel: Panel | None = None
        self._dated = self.scope
        self._clear()

    def filter(
        self, *, cities: Collection[str] = (), since: dt.date | str | None = None, until: dt.date | str | None = None
    ) -> int:
        """Look only at the reports of these cities, published within these dates; return how many they are.

        No cities are all cities; reports without a date pass only where no date is asked for. What stands in front is
        done again, the other views are emptied.
        """
        first, last = _date(since), _date(until)
        self._dated = [document for document in self.corpus if _is_between(document.published_on, first, last)]
        self.scope = [document for document in self._dated if not cities or document.city in cities]
        again = self._again.get(self.kind, self._tell)
        self._clear()
        again()
        return len(self.scope)

    def search(self, query: str, *, mode: Mode = "phrase") -> pd.DataFrame:
        """Find a phrase, a whole word or a regular expression; return its concordance (see `concordance`).

        What is wrong with a query is said in the message of the view, not raised.
        """
        try:
            lines, is_cut = searching.search(self.scope, query, mode, seconds=self.seconds)
            cut = "; the search stopped there" if is_cut else ""
            found = f"{counted(len(lines), 'line')} in {_texts(lines)} of {len(self.scope):,}"
            view = View(lines, f"{found}{cut}{_shown(lines)}")
        except SearchError as error:
            view = View(_empty("lines"), str(error))
        return self._show("lines", view, lambda: self.search(query, mode=mode))

    def rank(self, city: str) -> pd.DataFrame:
        """Rank what marks a city against the other cities within the dates of the filter (see `keyness`).

        Up to 200,000 tokens there are intervals and p-values, of 500 replicates.
        """
        from corpus_tools.words.keyness import keyness

        tokens = self.index.tokens(self._dated)
        replicates = 500 if len(tokens) <= MOST_RESAMPLED else 0
        try:
            table = keyness(tokens, focus=city, stop_words=True, bootstrap=replicates, permutations=replicates)
            largest = "" if replicates else "; no intervals for so large a corpus"
            view = View(table, f"{counted(len(table), 'term')} of {city} against the rest{largest}{_shown(table)}")
        except ValueError as error:
            view = View(_empty("keyness"), str(error))
        return self._show("keyness", view, lambda: self.rank(city))

    def values(self, containing: str = "", *, most: int = MOST_READ) -> pd.DataFrame:
        """List the reported values with their quotes (see `reported_values`).

        Parameters
        ----------
        containing
            Only values with this in their quote or noun.
        most
            How many documents are read; the message says if there are more.
        """
        texts = [document for document in self.scope if containing in document.text or containing in document.raw]
        table = self.index.values(texts[:most])
        if containing:
            has = [containing in f"{quote} {noun}" for quote, noun in zip(table["quote"], table["noun"], strict=True)]
            table = table[has].reset_index(drop=True)
        unread = f"; {len(texts) - most:,} more texts not read, filter by city or date" if len(texts) > most else ""
        view = View(table, f"{counted(len(table), 'value')} in {_texts(table)}{unread}{_shown(table)}")
        return self._show("values", view, lambda: self.values(containing, most=most))

    def select(self, *rows: int) -> None:
        """Choose rows of the view in front, numbered from 0; no number chooses none."""
        inside = tuple(row for row in rows if 0 <= row < len(self.view.table))
        self.views[self.kind] = self.view._replace(chosen=inside)
        self._tell()

    def turn_to(self, kind: Kind) -> None:
        """Bring another view to the front."""
        self.kind = kind
        self._tell()

    @property
    def view(self) -> View:
        """The view in front."""
        return self.views[self.kind]

    @property
    def lines(self) -> pd.DataFrame:
        """The concordance of the last search."""
        return self.views["lines"].table

    @property
    def message(self) -> str:
        """What is to be said of the view in front."""
        return self.view.message

    @property
    def selection(self) -> pd.DataFrame:
        """The chosen rows of the view in front, or all its rows where none is chosen."""
        table, chosen = self.view.table, self.view.chosen
        return table.iloc[list(chosen)].reset_index(drop=True) if chosen else table

    @property
    def place(self) -> Place | None:
        """Where the first chosen row stands; None where nothing is chosen or the row has no one place."""
        if not self.view.chosen or self.kind == "keyness":
            return None
        row = self.view.table.iloc[self.view.chosen[0]]
        return Place(row["doc_id"], *(int(row[name]) for name in Place._fields[1:]))

    def figure(self, name: str, *, directory: str | Path = "figures", lang: Lang = "zh") -> FigureFiles:
        """Draw the selection and save it as five files (see `save_figure`).

        Lines are drawn where they stand in their texts, keyness as ranked terms, values side by side.
        """
        about = {"sources": self.documents, "corpus_hash": self.corpus.hash, "selection": self.message}
        return drawing.save(self.selection, self.kind, name, directory=directory, lang=lang, about=about)

    @cached_property
    def cities(self) -> list[str]:
        """The cities of the corpus, ordered by their names."""
        return sorted({document.city for document in self.corpus if document.city})

    @property
    def documents(self) -> pd.DataFrame:
        """The documents of the scope: doc_id, city, published_on, outlet, characters."""
        rows = [(d.doc_id, d.city, d.published_on, d.outlet, len(d.text)) for d in self.scope]
        return pd.DataFrame(rows, columns=["doc_id", "city", "published_on", "outlet", "characters"])

    def __repr__(self) -> str:
        return f"<Explorer: {len(self.scope):,} of {len(self.corpus):,} texts; {self.message or 'nothing searched'}>"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        from corpus_tools.explorer.widget import bundle

        return bundle(self, **options)

    def _clear(self) -> None:
        self.views: dict[Kind, View] = {kind: View(_empty(kind)) for kind in COLUMNS}
        self._again: dict[Kind, Callable[[], Any]] = {}

    def _show(self, kind: Kind, view: View, again: Callable[[], Any]) -> pd.DataFrame:
        self.kind, self.views[kind], self._again[kind] = kind, view, again
        self._tell()
        return view.table

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()


def _empty(kind: Kind) -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS[kind])


def _texts(table: pd.DataFrame) -> str:
    return counted(table["doc_id"].nunique(), "text")


def _shown(table: pd.DataFrame) -> str:
    return f"; the first {MOST_SHOWN} are shown, the selection has all" if len(table) > MOST_SHOWN else ""


def _date(stated: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(stated) if isinstance(stated, str) else stated


def _is_between(day: dt.date | None, first: dt.date | None, last: dt.date | None) -> bool:
    if day is None:
        return first is None and last is None
    return (first is None or first <= day) and (last is None or day <= last)
