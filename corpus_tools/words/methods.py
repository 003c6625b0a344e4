"""The methods paragraph of a paper, written from the settings that a table carries."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, Literal, NamedTuple

import pandas as pd


class Sentence(NamedTuple):
    """A sentence in both languages, with the names of settings where their values go."""

    zh: str
    en: str


TOOL = Sentence(
    "文本以{tool}分词（corpus-tools {version}）。", "Texts were segmented with {tool} (corpus-tools {version})."
)
LISTS = {
    "dictionary": (
        Sentence(
            "用户词典为{dictionary}（SHA-256前12位）。", "The user dictionary is {dictionary} (SHA-256, 12 digits)."
        ),
        Sentence("未使用用户词典。", "No user dictionary was used."),
    ),
    "stop_words": (
        Sentence("停用词表为{stop_words}（SHA-256前12位）。", "The stop list is {stop_words} (SHA-256, 12 digits)."),
        Sentence("未使用停用词表。", "No stop list was used."),
    ),
}
UNIT = Sentence("分析单位为{unit_name}。", "The unit of analysis is the {unit}.")
OPTIONAL = {
    "prior": Sentence(
        "对总频次不低于{min_count}、至少见于{min_units}个单位的词，以带信息性狄利克雷先验的加权对数优势比"
        "（Monroe等，2008；先验：{prior}）比较各组；对数似然比为{g2}形式。",
        "Types with at least {min_count} occurrences in {min_units} units were compared by the weighted log-odds ratio"
        " with an informative Dirichlet prior (Monroe et al. 2008; {prior}); the log-likelihood ratio is the {g2} one.",
    ),
    "bootstrap": Sentence(
        "{confidence:.0%}区间由对单位的{bootstrap}次自助抽样得到。",
        "Intervals ({confidence:.0%}) are from {bootstrap} bootstrap samples of the units.",
    ),
    "no_interval": Sentence(
        "只有一个单位因而不给区间的组：{groups}。", "Groups of one unit, without interval: {groups}."
    ),
    "permutations": Sentence(
        "p值由在组间置换单位{permutations}次得到，并作Benjamini-Hochberg与max-T校正。",
        "p-values are from {permutations} permutations of the units between groups, corrected by Benjamini-Hochberg"
        " and by max-T.",
    ),
    "seed": Sentence("随机种子：{seed}。", "Random seed: {seed}."),
}
UNIT_NAMES = {"paragraph": "段落", "sentence": "句子", "block": "约二百词的文本块", "document": "文档"}


def methods_paragraph(table: pd.DataFrame, *, lang: Literal["zh", "en"] = "zh") -> str:
    """Describe how a table of `keyness` or `term_frequencies` was made: tools, lists, units, tests, seed.

    Only what the settings of the table tell is said; what was not done is not mentioned.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.frequency import term_frequencies
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头值守。")
    >>> table = term_frequencies(segment(text, dictionary=False), bootstrap=0)
    >>> methods_paragraph(table, lang="en").split(". ")[1]
    'No user dictionary was used'
    """
    settings = {str(name): value for name, value in table.attrs.items()}
    values = settings | {
        "tool": _tool(settings["engine"]),
        "version": version("corpus-tools"),
        "unit_name": UNIT_NAMES[settings["unit"]],
        "groups": "、".join(settings["no_interval"]) if lang == "zh" else ", ".join(settings["no_interval"]),
    }
    said = [getattr(sentence, lang).format(**values) for sentence in _said(settings)]
    return "".join(said) if lang == "zh" else " ".join(said)


def _tool(engine: str) -> str:
    return f"{engine} {version(engine)}" if engine in ("jieba", "rjieba") else engine


def _said(settings: dict[str, Any]) -> Iterator[Sentence]:
    yield TOOL
    for name, (used, unused) in LISTS.items():
        yield unused if settings[name] == "none" else used
    yield UNIT
    resampled = settings.get("bootstrap") or settings.get("permutations")
    for name, sentence in OPTIONAL.items():
        if settings.get(name) if name != "seed" else resampled:
            yield sentence
