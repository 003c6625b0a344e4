"""The same steps over a corpus of any size: parts of it are mapped to tables, on one machine or on a Dask cluster."""

from corpus_tools.scale.building import TABLES, Progress, build, progress_line

__all__ = ["TABLES", "Progress", "build", "progress_line"]
