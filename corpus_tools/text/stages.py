"""The way of a page from its raw text to repaired text, labelled lines and metadata, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from corpus_tools.text import mojibake, restoration, script
from corpus_tools.text.furniture import Block, label_lines
from corpus_tools.text.gazetteer import look_for_names
from corpus_tools.text.metadata import Metadata, Said, find_said, with_place
from corpus_tools.text.signs import look_at
from corpus_tools.text.sources import Source
from corpus_tools.text.tracing import Change, Traced

STEPS: tuple[tuple[str, Callable[[str], list[Change]]], ...] = (
    ("mojibake", mojibake.repair),
    ("restoration", restoration.restore),
    ("script", script.normalise_characters),
    ("script", script.simplify),
)


class Page(NamedTuple):
    """A source on its way to a document: its text as far as it is repaired, its lines, what they say, its metadata."""

    source: Source
    traced: Traced
    blocks: tuple[Block, ...] = ()
    said: Said = Said(None, None, [], None)
    read: Metadata = Metadata()


def read_page(source: Source) -> Page:
    """Take one source through all stages."""
    page = _raw(source)
    for stage in _STAGES:
        page = stage(page)
    return page


def read_pages(sources: Sequence[Source]) -> list[Page | Exception]:
    """Take many sources through the stages, all of them through one before the next; one that fails gives its error.

    What a stage needs stays at hand that way, and one look at all texts tells which of them need no step at all.
    """
    pages: list[Page | Exception] = [_raw(source) for source in sources]
    for stage in _STAGES:
        texts = [page.traced.text for page in pages if isinstance(page, Page)]
        look_at(texts)
        if stage is _told:
            look_for_names(texts)
        pages = [_tried(stage, page) for page in pages]
    return pages


def _raw(source: Source) -> Page:
    return Page(source, Traced.from_raw(source.raw or ""))


def _tried(stage: Callable[[Page], Page], page: Page | Exception) -> Page | Exception:
    try:
        return stage(page) if isinstance(page, Page) else page
    except Exception as error:
        return error


def _stepped(page: Page, *, step: str, changes: Callable[[str], list[Change]]) -> Page:
    traced = page.traced
    if found := changes(traced.text):
        traced = traced.apply(step, _sparing_losses(traced, found))
    if step == "restoration" and traced.receipts:  # tags and entities that the damage had eaten into
        traced = traced.apply("mojibake", mojibake.repair(traced.text))
    return page if traced is page.traced else page._replace(traced=traced)


def _sparing_losses(traced: Traced, changes: list[Change]) -> list[Change]:
    """Return the changes without those of a ``?`` that stands for a lost character and is no mark."""
    lost = [traced.text_span(r.raw_start, r.raw_end)[0] for r in traced.receipts if r.reason == restoration.LOSS]
    return [change for change in changes if change.start not in lost] if lost else changes


def _labelled(page: Page) -> Page:
    return page._replace(blocks=label_lines(page.traced.text))


def _told(page: Page) -> Page:
    return page._replace(said=find_said(page.traced.text, page.blocks))


def _placed(page: Page) -> Page:
    return page._replace(read=with_place(page.traced.text, page.blocks, page.said))


_STAGES: tuple[Callable[[Page], Page], ...] = (
    *(partial(_stepped, step=step, changes=changes) for step, changes in STEPS),
    _labelled,
    _told,
    _placed,
)
