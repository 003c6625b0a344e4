"""The same steps over a corpus of any size: parts of it are mapped to tables, on one machine or on a Dask cluster."""

from corpus_tools.scale.building import TABLES, Progress, build, progress_line
from corpus_tools.scale.storage import BuildError

__all__ = ["TABLES", "BuildError", "Progress", "build", "progress_line"]
