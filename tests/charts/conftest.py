from collections.abc import Iterator

import matplotlib as mpl
import pytest
from matplotlib.text import Text

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture
def drawn_texts(monkeypatch: pytest.MonkeyPatch) -> list[Text]:
    """The texts that were really drawn: ticks outside the limits exist as artists but never reach the paper."""
    texts: list[Text] = []
    draw = Text.draw

    def recorded(self: Text, renderer: object) -> None:
        if self.get_visible() and self.get_text().strip():
            texts.append(self)
        draw(self, renderer)

    monkeypatch.setattr(Text, "draw", recorded)
    return texts
