"""Labels beside marks without overlap: the first free place around each mark, in the order of the marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.charts.glyphs import text_width
from corpus_tools.charts.style import NOTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK = 0.9
LINE_HEIGHT = 1.25 / 72 * 25.4


class Box(NamedTuple):
    """A rectangle in millimetres from the lower left corner of a panel."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Return whether the rectangle lies wholly inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


def around(x: float, y: float, width: float = 2 * MARK, height: float = 2 * MARK) -> Box:
    """Return the box around a point; without a size, that of a mark."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def place_labels(
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    room: Box,
    size: float,
    obstacles: Iterable[Box] = (),
) -> list[tuple[float, float] | None]:
    """Return for each text the centre of the place it gets, or None where no place around its mark is free.

    Parameters
    ----------
    points
        The marks, in millimetres from the lower left corner of the panel; earlier ones choose first.
    texts
        One text a mark.
    room
        Where texts may stand.
    size
        The size of the letters in points.
    obstacles
        Other things that no text may cover.

    Examples
    --------
    >>> room = Box(0, 0, 40, 20)
    >>> first, second = place_labels([(10, 10), (10, 10)], ["党员", "党员"], room=room, size=8)
    >>> first[0] > 10 > second[0]
    True
    """
    taken = [*obstacles, *(around(x, y) for x, y in points)]
    places: list[tuple[float, float] | None] = []
    for (x, y), text in zip(points, texts, strict=True):
        width, height = text_width(text, size), size * LINE_HEIGHT
        boxes = [around(x + dx, y + dy, width, height) for dx, dy in _offsets(width, height)]
        free = (box for box in boxes if box.within(room) and not any(box.meets(other) for other in taken))
        box = next(free, None)
        if box is not None:
            taken.append(box)
        places.append(None if box is None else ((box.left + box.right) / 2, (box.bottom + box.top) / 2))
    return places


def write_labels(
    ax: Axes,
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    size: tuple[float, float],
    room: Box,
    obstacles: Iterable[Box],
) -> None:
    """Write each text in the place that it gets in a panel of the given width and height, or leave it out."""
    places = place_labels(points, texts, room=room, size=NOTE, obstacles=obstacles)
    for place, text in zip(places, texts, strict=True):
        if place is not None:
            x, y = place[0] / size[0], place[1] / size[1]
            ax.text(x, y, text, ha="center", va="center", fontsize=NOTE, transform=ax.transAxes)


def _offsets(width: float, height: float) -> list[tuple[float, float]]:
    """Return where the centre of a text may stand relative to its mark: beside, above, below, then farther out."""
    across, up = width / 2 + MARK + 0.5, height / 2 + MARK + 0.1
    near = [(across, 0.0), (-across, 0.0), (0.0, up), (0.0, -up)]
    slanted = [(side * across, way * up * 0.8) for way in (1, -1) for side in (1, -1)]
    far = [(side * across, way * up * ring) for ring in (1.6, 2.4) for way in (1, -1) for side in (1, -1)]
    return near + slanted + far
