"""What would change with other choices: the same ranking under other segmenters, dictionaries, stop lists and units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from corpus_tools.words.counting import Unit
from corpus_tools.words.engines import Engine
from corpus_tools.words.keyness import keyness
from corpus_tools.words.lexicon import WordSource
from corpus_tools.words.segmentation import TextLike, Texts, each_document, segment
from corpus_tools.words.tfidf import tf_idf

Measure: TypeAlias = Literal["log_odds", "z", "log_ratio", "tf_idf"]


class Setting(NamedTuple):
    """One way to come from texts to a ranking."""

    engine: Engine
    dictionary: WordSource
    stop_words: WordSource
    unit: Unit

    def names(self) -> dict[str, str]:
        """Return the values as a table shows them."""
        return dict(zip(self._fields, map(_name, self), strict=True))


def _name(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "none" if value is False else "package"
    return str(value) if isinstance(value, str) else "own"


def rank_stability(
    corpus: Texts,
    *,
    by: str = "city",
    measure: Measure = "log_odds",
    top: int = 20,
    engines: Sequence[Engine] = ("jieba", "rjieba", "characters"),
    dictionaries: Sequence[WordSource] = (None, False),
    stop_words: Sequence[WordSource] = (True, False),
    units: Sequence[Unit] = ("paragraph", "block"),
    min_count: int = 5,
    min_units: int = 2,
) -> pd.DataFrame:
    """Follow the top terms of each group through all combinations of settings; the first of each is the baseline.

    Under ``"characters"`` the terms of the baseline are counted as strings, wherever they stand: no segmenter is asked.

    Parameters
    ----------
    by
        A column of the tokens table: ``"city"`` or ``"doc_id"``.
    measure
        By what terms are ranked: a column of `keyness`, or ``"tf_idf"``, the weight of `tf_idf`.
    top
        How many terms of each group are followed.
    engines, dictionaries, stop_words, units
        The settings, as `segment` and `keyness` take them; the first engine must cut words.
    min_count, min_units
        The floors of `keyness`; `tf_idf` has the first only.

    Returns
    -------
    DataFrame
        One row a setting, group and term: `by, token, baseline_rank`; `engine, dictionary, stop_words, unit`; `value`
        of the measure; `rank` among all terms of the group, for ``"characters"`` among those of the baseline;
        `rank_among` the followed terms. The last three are null where the term does not occur or is below a floor.
    """
    documents = list(each_document(corpus))
    floors: dict[str, Any] = {"min_count": min_count, "min_units": min_units}
    rankings = []
    for engine, dictionary in product([engine for engine in engines if engine != "characters"], dictionaries):
        tokens = segment(documents, engine=engine, dictionary=dictionary)
        for choice in product(stop_words, units):
            setting = Setting(engine, dictionary, *choice)
            rankings.append((setting, _ranking(tokens, setting, by, measure, floors)))
    first = rankings[0][1]
    followed = first.loc[first["rank"] <= top, [by, "token", "rank"]].rename(columns={"rank": "baseline_rank"})
    for unit in units if "characters" in engines else ():
        setting = Setting("characters", False, False, unit)
        strings = [_ranking(tokens, setting, by, measure, floors) for tokens in _strings(documents, first["token"])]
        same = pd.concat(strings).merge(first[[by, "token"]])
        rankings.append((setting, same.assign(rank=_ranks(same, by))))
    parts = [followed.merge(ranking, how="left").assign(**setting.names()) for setting, ranking in rankings]
    table = pd.concat(parts, ignore_index=True)
    cells = table.groupby([*Setting._fields, by], sort=False, dropna=False)
    table["rank_among"] = cells["value"].rank(ascending=False, method="first")
    table.attrs = {"measure": measure, "top": top, "min_count": min_count, "min_units": min_units}
    return table[[by, "token", "baseline_rank", *Setting._fields, "value", "rank", "rank_among"]]


def _ranking(tokens: pd.DataFrame, setting: Setting, by: str, measure: Measure, floors: dict[str, Any]) -> pd.DataFrame:
    choices: Any = {"by": by, "unit": setting.unit, "stop_words": setting.stop_words}
    if measure == "tf_idf":
        table = tf_idf(tokens, min_count=floors["min_count"], **choices)
    else:
        table = keyness(tokens, bootstrap=0, permutations=0, **floors, **choices)
    table = table[[by, "token"]].assign(value=table["weight" if measure == "tf_idf" else measure])
    return table.assign(rank=_ranks(table, by))


def _ranks(table: pd.DataFrame, by: str) -> pd.Series[float]:
    return table.groupby(by, sort=False, dropna=False)["value"].rank(ascending=False, method="first")


def _strings(documents: list[TextLike], terms: Iterable[str]) -> Iterator[pd.DataFrame]:
    """Give the texts as strings of characters, once for each length of a term, and of no other length."""
    for length in sorted(set(map(len, terms))):
        tokens = segment(documents, engine="characters", n=length)
        yield tokens[tokens["token"].str.len() == length]


def stability_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Sum up `rank_stability`: how much of each group's ranking a setting keeps.

    Returns
    -------
    DataFrame
        One row a setting and group: `by`; `engine, dictionary, stop_words, unit`; `followed` terms; `found` of them;
        `kept`, the share whose rank is still within the top; `spearman`, the rank correlation of the terms found with
        the baseline.
    """
    by, top = str(table.columns[0]), table.attrs["top"]
    rows = []
    for key, part in table.groupby([by, *Setting._fields], sort=False, dropna=False):
        ranks = part[["baseline_rank", "rank_among"]].dropna()
        kept = (part["rank"] <= top).mean()
        correlation = ranks["baseline_rank"].corr(ranks["rank_among"], method="spearman") if len(ranks) > 2 else np.nan
        rows.append((*key, len(part), len(ranks), kept, correlation))
    return pd.DataFrame(rows, columns=[by, *Setting._fields, "followed", "found", "kept", "spearman"])
