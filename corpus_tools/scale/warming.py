"""Load on import what every worker needs: workers are forked from a process that imports this, and share it."""

import gc

from corpus_tools.scale.mapping import words
from corpus_tools.text.corpus import document_from_text

words()
document_from_text("黨(dǎng)員乾杯。")
gc.freeze()
