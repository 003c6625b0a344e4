"""Load, repair, count and cite scraped Chinese government reports.

Nothing heavy is loaded before it is used: each public name is fetched from its module on first access.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus_tools import validation as validation
    from corpus_tools.appendix import export_appendix as export_appendix
    from corpus_tools.charts import plots as plots
    from corpus_tools.charts.publish import save_figure as save_figure
    from corpus_tools.charts.style import use_notebook_style as use_notebook_style
    from corpus_tools.claims.events import events as events
    from corpus_tools.claims.instruments import instrument_matrix as instrument_matrix
    from corpus_tools.claims.instruments import instruments as instruments
    from corpus_tools.claims.numerals import find_numerals as find_numerals
    from corpus_tools.claims.reported import reported_values as reported_values
    from corpus_tools.claims.sections import sections as sections
    from corpus_tools.claims.series import comparable as comparable
    from corpus_tools.claims.series import time_series as time_series
    from corpus_tools.claims.slogans import slogans as slogans
    from corpus_tools.explorer import explore as explore
    from corpus_tools.paper import corpus_citation as corpus_citation
    from corpus_tools.paper import methods_paragraph as methods_paragraph
    from corpus_tools.reading import read_corpus as read_corpus
    from corpus_tools.scale.building import build as build
    from corpus_tools.text.corpus import Corpus as Corpus
    from corpus_tools.text.corpus import Document as Document
    from corpus_tools.text.corpus import document_from_text as document_from_text
    from corpus_tools.text.corpus import edits as edits
    from corpus_tools.text.corpus import ledger as ledger
    from corpus_tools.text.review import asides as asides
    from corpus_tools.text.review import beside as beside
    from corpus_tools.words.collocation import collocates as collocates
    from corpus_tools.words.concordance import concordance as concordance
    from corpus_tools.words.concordance import evidence as evidence
    from corpus_tools.words.diversity import lexical_diversity as lexical_diversity
    from corpus_tools.words.frequency import n_grams as n_grams
    from corpus_tools.words.frequency import shared_terms as shared_terms
    from corpus_tools.words.frequency import term_frequencies as term_frequencies
    from corpus_tools.words.keyness import keyness as keyness
    from corpus_tools.words.segmentation import segment as segment
    from corpus_tools.words.sharing import is_shared as is_shared
    from corpus_tools.words.sharing import shared_wording as shared_wording
    from corpus_tools.words.similarity import document_term_matrix as document_term_matrix
    from corpus_tools.words.similarity import similarity as similarity
    from corpus_tools.words.stability import rank_stability as rank_stability
    from corpus_tools.words.stability import stability_summary as stability_summary
    from corpus_tools.words.tfidf import tf_idf as tf_idf

__version__ = "0.1.0"

_MODULES = {
    "Corpus": "text.corpus",
    "Document": "text.corpus",
    "asides": "text.review",
    "beside": "text.review",
    "build": "scale.building",
    "collocates": "words.collocation",
    "comparable": "claims.series",
    "concordance": "words.concordance",
    "corpus_citation": "paper",
    "document_from_text": "text.corpus",
    "document_term_matrix": "words.similarity",
    "edits": "text.corpus",
    "events": "claims.events",
    "evidence": "words.concordance",
    "explore": "explorer",
    "export_appendix": "appendix",
    "find_numerals": "claims.numerals",
    "instrument_matrix": "claims.instruments",
    "instruments": "claims.instruments",
    "is_shared": "words.sharing",
    "keyness": "words.keyness",
    "ledger": "text.corpus",
    "lexical_diversity": "words.diversity",
    "methods_paragraph": "paper",
    "n_grams": "words.frequency",
    "plots": "charts.plots",
    "rank_stability": "words.stability",
    "read_corpus": "reading",
    "reported_values": "claims.reported",
    "save_figure": "charts.publish",
    "sections": "claims.sections",
    "segment": "words.segmentation",
    "shared_terms": "words.frequency",
    "shared_wording": "words.sharing",
    "similarity": "words.similarity",
    "slogans": "claims.slogans",
    "stability_summary": "words.stability",
    "term_frequencies": "words.frequency",
    "tf_idf": "words.tfidf",
    "time_series": "claims.series",
    "use_notebook_style": "charts.style",
    "validation": "validation",
}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'corpus_tools' has no attribute {name!r}; it has {', '.join(__all__)}")
    module = import_module(f"corpus_tools.{_MODULES[name]}")
    return module if name in ("plots", "validation") else getattr(module, name)


def __dir__() -> list[str]:
    return __all__


if "IPython" in sys.modules:
    from corpus_tools.display import register

    register()
