"""`build`: the tables of a corpus of any size, in a folder, finished or clearly not."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.scale.storage import UNFINISHED, BuildError, Store, is_address

if TYPE_CHECKING:
    from corpus_tools.scale.inputs import Listing, Part
    from corpus_tools.scale.running import Runner

TABLES = ("documents", "edits", "terms", "tokens", "values", "slogans")
DEFAULT = tuple(name for name in TABLES if name != "tokens")
NOTE = "build.json"
FINISHED = "finished.json"
SMALL_FILES = 1_500
SMALL_BYTES = 8 << 20
MOST_WORKERS = 8


class Progress(NamedTuple):
    """How far a build is; sizes are bytes of input, `reused` those that an earlier run had finished."""

    reports: int
    size: int
    total: int
    reused: int
    seconds: float

    @property
    def rate(self) -> float:
        """Reports a second in this run."""
        return self.reports / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate; None as long as nothing is done."""
        done = self.size - self.reused
        return (self.total - self.size) / done * self.seconds if done else None


class Settings(NamedTuple):
    """All that the tables depend on; a run continues another, or stands beside it, only if these agree."""

    version: str
    tables: list[str]
    engine: str
    dictionary: str
    part_reports: int
    files: int
    size: int
    inputs: str


def build(
    source: str | Path,
    out: str | Path,
    *,
    tables: Iterable[str] | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Path | str:
    """Write the tables of a corpus of any size as Parquet, a folder a table.

    The corpus is cut into parts of 512 reports; each part is mapped to its tables, and the counts of the parts are
    merged. A run that was ended in any way goes on where it stopped when it is started again. Until all is done, the
    tables are in ``out/unfinished``. The tables are the same, byte for byte, whoever does the work.

    Parameters
    ----------
    source
        A folder, file or table of reports, as for `read_corpus`, or an address that fsspec reaches.
    out
        Folder or address for the tables; neither within `source` nor around it.
    tables
        Any of documents, edits, terms, tokens, values, slogans; all but tokens if not given. ``terms`` holds city,
        token, count, group_tokens, per_10000, documents, group_documents, paragraphs, sorted by city and token; the
        others have the columns of `Corpus.documents`, `edits`, `segment`, `reported_values` and `slogans`. A report
        that cannot be read is in documents, with its reason.
    workers
        Processes; one for a small corpus, else as many as there are processors, up to eight.
    scheduler
        ``"local"`` for a Dask cluster on this machine, or the address of one, such as ``"tcp://host:8786"``, whose
        workers reach `source` and `out` under the same names.
    progress
        Called after each part.

    Returns
    -------
    Path or str
        `out`.

    Raises
    ------
    BuildError
        If `out` holds something else, cannot be written or has another build at work, or `source` holds no report.
    ImportError
        If pyarrow, or Dask for a scheduler, is not installed.
    """
    _require("pyarrow", "fsspec", *(["distributed"] if scheduler else []))
    from corpus_tools.scale.inputs import list_inputs
    from corpus_tools.scale.running import runner

    chosen = _chosen(tables)
    _keep_apart(source, out)
    listing = list_inputs(source)
    store = Store.at(out)
    settings = _settings(chosen, listing, source)
    with store.alone():
        if _begin(store, settings):
            with runner(workers or _workers(listing), scheduler) as run:
                _map(source, store, settings, run, progress)
                _merge(store, settings, run)
        _publish(store, settings)
    return out if is_address(out) else Path(out)


def progress_line(state: Progress) -> str:
    """Return the state of a build as a line for a terminal.

    Examples
    --------
    >>> progress_line(Progress(reports=5_000, size=25, total=100, reused=0, seconds=10.0))
    ' 25%  5,000 reports  500 a second  30 s left'
    """
    left = "" if state.seconds_left is None else f"  {_duration(state.seconds_left)} left"
    share = state.size / state.total if state.total else 1.0
    return f"{share:4.0%}  {state.reports:,} reports  {state.rate:,.0f} a second{left}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _require(*modules: str) -> None:
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise ImportError(f"build needs {' and '.join(missing)}; install with: pip install 'corpus-tools[scale]'")


def _chosen(tables: Iterable[str] | None) -> tuple[str, ...]:
    asked = DEFAULT if tables is None else tuple([tables] if isinstance(tables, str) else tables)
    for name in asked:
        if name not in TABLES:
            raise ValueError(f"found table {name!r}, expected any of {', '.join(TABLES)}.")
    return tuple(name for name in TABLES if name in asked)


def _keep_apart(source: str | Path, out: str | Path) -> None:
    if is_address(source) or is_address(out):
        return
    if Path(out).resolve().is_relative_to(Path(source).resolve()):
        raise BuildError(f"{out}: lies within {source}, so that a second run would read its own tables. Move it out.")


def _settings(tables: tuple[str, ...], listing: Listing, source: str | Path) -> Settings:
    from corpus_tools import __version__
    from corpus_tools.scale.inputs import PART_REPORTS
    from corpus_tools.scale.mapping import ENGINE
    from corpus_tools.words.lexicon import dictionary_terms, fingerprint

    if not listing.files:
        raise BuildError(f"{source}: no file in it; expected reports as txt, html, docx or pdf, or a table of them.")
    words = fingerprint(dictionary_terms())
    return Settings(__version__, list(tables), ENGINE, words, PART_REPORTS, *listing)


def _workers(listing: Listing) -> int:
    if listing.files < SMALL_FILES and listing.size < SMALL_BYTES:
        return 1
    try:
        available = len(os.sched_getaffinity(0))
    except AttributeError:
        available = os.cpu_count() or 1
    return min(available, MOST_WORKERS)


def _begin(store: Store, settings: Settings) -> bool:
    """Refuse a folder that holds something else; return whether there is work left before the tables are moved."""
    for name in (NOTE, f"{UNFINISHED}/{NOTE}"):
        if store.exists(name):
            _must_agree(store, name, settings)
            return name != NOTE and not store.exists(f"{UNFINISHED}/{FINISHED}")
    for table in settings.tables:
        if store.exists(table):
            raise BuildError(f"{store.path(table)}: is there already and no build made it. Choose another folder.")
    store.write_json(f"{UNFINISHED}/{NOTE}", settings._asdict())
    return True


def _must_agree(store: Store, name: str, settings: Settings) -> None:
    before = store.read_json(name)
    differing = [key for key, value in settings._asdict().items() if before.get(key) != value]
    if differing:
        found = ", ".join(f"{key} was {before.get(key)!r} and is {getattr(settings, key)!r}" for key in differing)
        raise BuildError(
            f"{store.path(name)}: the folder holds a build with other inputs or settings ({found}). "
            "Choose another folder, or delete this one."
        )


def _map(
    source: str | Path, store: Store, settings: Settings, run: Runner, progress: Callable[[Progress], None] | None
) -> None:
    from corpus_tools.scale.inputs import parts
    from corpus_tools.scale.mapping import map_part, note_name

    work = store.within(UNFINISHED)
    noted = set(work.names("parts"))
    reused = 0

    def missing() -> Iterator[Part]:
        nonlocal reused
        for part in parts(source):
            if note_name(part.number).rpartition("/")[2] in noted:
                reused += part.size
            else:
                yield part

    started, reports, size = time.monotonic(), 0, 0
    for made in run(partial(map_part, store=work, tables=tuple(settings.tables)), missing()):
        reports, size = reports + made.reports, size + made.size
        if progress:
            total = max(settings.size, size + reused)
            progress(Progress(reports, size + reused, total, reused, time.monotonic() - started))


def _merge(store: Store, settings: Settings, run: Runner) -> None:
    """Merge the counts in rounds, then write the table of terms and the note that all is there."""
    from corpus_tools.scale.mapping import COUNTED, counts_name, part_name
    from corpus_tools.scale.merging import FAN_IN, write_terms

    work = store.within(UNFINISHED)
    tokens: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    for name in work.names("parts"):
        note = work.read_json(f"parts/{name}")
        tokens.update(note["tokens"])
        documents.update(note["documents"])
        facts.update(parts=1, reports=note["reports"], unreadable=note["unreadable"])
    if "terms" in settings.tables:
        inputs, level = [counts_name(COUNTED, number) for number in range(facts["parts"])], 0
        while len(inputs) > FAN_IN:
            level += 1
            jobs = _jobs(inputs, FAN_IN, f"merged-{level}")
            inputs = sorted(run(partial(_merge_job, store=work), jobs))
        write_terms(inputs, part_name("terms", 0), store=work, tokens=tokens, documents=documents)
    work.write_json(FINISHED, dict(facts))


def _jobs(inputs: Sequence[str], size: int, folder: str) -> Iterator[tuple[list[str], str]]:
    from corpus_tools.scale.mapping import counts_name

    waiting = iter(inputs)
    number = 0
    while group := list(islice(waiting, size)):
        yield group, counts_name(folder, number)
        number += 1


def _merge_job(job: tuple[list[str], str], store: Store) -> str:
    from corpus_tools.scale.merging import merge_counts

    return merge_counts(*job, store=store)


def _publish(store: Store, settings: Settings) -> None:
    """Move the finished tables to their places; a run that is ended here is finished by the next."""
    if not store.exists(f"{UNFINISHED}/{FINISHED}"):
        return
    for table in settings.tables:
        if store.exists(f"{UNFINISHED}/{table}"):
            store.move(f"{UNFINISHED}/{table}", table)
    facts: dict[str, Any] = store.read_json(f"{UNFINISHED}/{FINISHED}")
    store.write_json(NOTE, settings._asdict() | facts)
    store.remove(UNFINISHED)
