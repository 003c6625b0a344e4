"""Every plot of the package: ``plot_x(table, *, ax=None, lang="zh")`` takes a table and returns its Axes."""

from corpus_tools.charts.plots_accuracy import plot_scores
from corpus_tools.charts.plots_corpus import plot_certainty, plot_corpus_timeline, plot_ledger
from corpus_tools.charts.plots_groups import plot_idf_slopes, plot_similarity
from corpus_tools.charts.plots_keyness import plot_keyness, plot_keyness_scatter, plot_rank_stability
from corpus_tools.charts.plots_series import plot_time_series, plot_trend
from corpus_tools.charts.plots_slogans import plot_slogan_matrix, plot_slogan_tree
from corpus_tools.charts.plots_terms import plot_dispersion
from corpus_tools.charts.plots_values import plot_reported_values, plot_value_counts
from corpus_tools.charts.plots_words import plot_term_frequencies, plot_tf_idf, plot_tf_idf_bars, word_cloud

__all__ = [
    "plot_certainty",
    "plot_corpus_timeline",
    "plot_dispersion",
    "plot_idf_slopes",
    "plot_keyness",
    "plot_keyness_scatter",
    "plot_ledger",
    "plot_rank_stability",
    "plot_reported_values",
    "plot_scores",
    "plot_similarity",
    "plot_slogan_matrix",
    "plot_slogan_tree",
    "plot_term_frequencies",
    "plot_tf_idf",
    "plot_tf_idf_bars",
    "plot_time_series",
    "plot_trend",
    "plot_value_counts",
    "word_cloud",
]
