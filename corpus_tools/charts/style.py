"""One look for all figures: sizes, colours, markers, and one font that has every glyph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

FAMILY = "Corpus Sans SC"
ONE_COLUMN, MIDDLE, TWO_COLUMNS = 89.0, 140.0, 183.0
LABEL, TICK, NOTE = 8.0, 7.0, 6.5
INK, SOFT, GUIDE, UNKNOWN = "#222222", "#666666", "#dddddd", "#8c8c8c"

# Okabe & Ito (2008), without the yellow, which is too pale for a mark on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
# With this prefix the five cities of the seeds have five colours of their own, in whatever selection they appear.
_PREFIX = "hue"


class Look(NamedTuple):
    """How a city is drawn: its colour, and the marker that says the same in grey print."""

    colour: str
    marker: str


class Looks(dict[object, Look]):
    """The looks of cities; what is no known city is drawn in grey."""

    def __missing__(self, city: object) -> Look:
        """Return the look of what has no city."""
        return Look(UNKNOWN, "o")


_known_cities: list[str] = []

SETTINGS: Any = {
    "font.family": [FAMILY],
    "font.size": LABEL,
    "axes.titlesize": LABEL,
    "axes.labelsize": TICK,
    "xtick.labelsize": TICK,
    "ytick.labelsize": TICK,
    "legend.fontsize": TICK,
    "legend.frameon": False,
    "text.color": INK,
    "text.hinting": "no_hinting",
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.6,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.grid": False,
    "grid.color": GUIDE,
    "grid.linewidth": 0.5,
    "xtick.color": SOFT,
    "xtick.labelcolor": INK,
    "xtick.major.size": 2.0,
    "xtick.major.width": 0.6,
    "xtick.major.pad": 2.0,
    "ytick.labelcolor": INK,
    "ytick.major.size": 0.0,
    "ytick.major.pad": 2.0,
    "lines.linewidth": 0.9,
    "lines.markersize": 4.5,
    "hatch.linewidth": 0.5,
    "figure.dpi": 150,
    "savefig.dpi": 300,
    "savefig.bbox": None,
    "image.cmap": "cividis",
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "corpus_tools",
}


@cache
def font_path() -> Path:
    """Return the file of the font that ships with the package."""
    return Path(str(resources.files("corpus_tools") / "data" / "CorpusSansSC-Regular.ttf"))


@cache
def register_font() -> str:
    """Make the font of the package known to matplotlib and return its family name."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(font_path()))
    return FAMILY


def use_style(*, cities: Iterable[str | None] = ()) -> None:
    """Draw everything from here on in the style of the package.

    Parameters
    ----------
    cities
        All cities of the corpus. Naming them keeps the colour of each the same in figures that show only some.
    """
    import matplotlib as mpl

    register_font()
    mpl.rcParams.update(SETTINGS)
    _known_cities[:] = sorted({city for city in cities if isinstance(city, str)})


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of the package within a ``with`` block."""
    import matplotlib as mpl

    register_font()
    with mpl.rc_context(SETTINGS):
        yield


def use_notebook_style(*, cities: Iterable[str | None] = ()) -> None:
    """Set the style and make inline figures SVG whose bytes do not change from run to run.

    Outside IPython it only sets the style.
    """
    use_style(cities=cities)
    try:
        from IPython.core.getipython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
        from matplotlib_inline.config import InlineBackend
    except ImportError:
        return
    if get_ipython() is None:
        return
    set_matplotlib_formats("svg", bbox_inches=None, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    InlineBackend.instance().rc = dict(SETTINGS)


def city_looks(cities: Iterable[object]) -> Looks:
    """Return the look of each city.

    The name decides the colour, so that a city looks the same whichever others are drawn; where two names ask for
    one colour, the later one (known cities first, then by name) takes the next that is free. From the eighth city on
    colours return with another marker.

    Examples
    --------
    >>> city_looks(["平顶山市"])["平顶山市"]
    Look(colour='#0072B2', marker='o')
    """
    named = {city for city in cities if isinstance(city, str) and city}
    order = [*_known_cities, *sorted(named.difference(_known_cities))]
    taken: set[int] = set()
    places = {}
    for city in order:
        places[city] = _first_free(_preferred(city), taken)
        taken.add(places[city])
    return Looks((city, _look(places[city])) for city in order if city in named)


def ink_on(colour: Any) -> str:
    """Return the colour of letters that can be read on a ground.

    Examples
    --------
    >>> ink_on("#000000"), ink_on("#ffffff")
    ('white', '#222222')
    """
    return "white" if grey(colour) < 0.5 else INK


def grey(colour: Any) -> float:
    """Return how light a colour is in grey print, from 0 to 1."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _preferred(city: str) -> int:
    return int.from_bytes(hashlib.sha256((_PREFIX + city).encode()).digest()[:4], "big") % len(COLOURS)


def _first_free(preferred: int, taken: set[int]) -> int:
    size = len(COLOURS)
    return next(
        place
        for ring in count()
        for place in (ring * size + (preferred + step) % size for step in range(size))
        if place not in taken
    )


def _look(place: int) -> Look:
    ring, colour = divmod(place, len(COLOURS))
    return Look(COLOURS[colour], MARKERS[(colour + ring) % len(MARKERS)])
