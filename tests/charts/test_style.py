import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.charts import style

SEEDS = ["汕尾市", "白山市", "广安市", "平顶山市", "乐清市"]


@pytest.fixture(autouse=True)
def no_known_cities():
    style.use_style()
    yield
    style.use_style()


def test_the_seeds_have_five_colours_in_any_selection():
    together = style.city_looks(SEEDS)
    assert len({look.colour for look in together.values()}) == 5
    assert all(style.city_looks([city])[city] == together[city] for city in SEEDS)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=6), max_size=49, unique=True))
def test_up_to_49_cities_look_different(cities):
    looks = style.city_looks(cities)
    assert len(set(looks.values())) == len(cities)
    assert style.city_looks(reversed(cities)) == looks


def test_known_cities_keep_their_look_in_a_selection():
    cities = [f"{name}市" for name in "甲乙丙丁戊己庚辛壬癸"]
    style.use_style(cities=cities)
    together = style.city_looks(cities)
    assert all(style.city_looks([city])[city] == together[city] for city in cities)


def test_unknown_cities_get_no_look():
    assert style.city_looks([None, float("nan"), ""]) == {}


def test_the_colours_differ_in_grey_or_in_marker():
    looks = [style.city_looks([city])[city] for city in SEEDS]
    assert len({look.marker for look in looks}) == 5


def test_the_font_comes_from_the_package_and_the_style_ends():
    before = list(mpl.rcParams["font.family"])
    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    with style.style():
        assert mpl.rcParams["font.family"] == [style.FAMILY]
        path = mpl.font_manager.findfont(style.FAMILY, fallback_to_default=False)
    assert path == str(style.font_path())
    assert mpl.rcParams["font.family"] == ["DejaVu Sans"]
    mpl.rcParams["font.family"] = before


@pytest.mark.parametrize("sample", ["−≥≤×·•●○▲△↑→…“”《》〔〕①％℃", "ǎǖḿàéỳ", "堃垚祎赟镕", "黨員幹部", "αβγΩ", "〇"])
def test_the_font_covers_what_reports_hold(sample):
    from matplotlib.ft2font import FT2Font

    points = FT2Font(str(style.font_path())).get_charmap()
    assert [character for character in sample if ord(character) not in points] == []


def test_the_font_covers_gb2312_and_big5_level_1():
    from matplotlib.ft2font import FT2Font

    points = FT2Font(str(style.font_path())).get_charmap()
    characters = [
        bytes((lead, trail)).decode(codec, "ignore")
        for codec, leads in (("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xC7)))
        for lead in leads
        for trail in range(0x40, 0xFF)
    ]
    assert [c for c in characters if len(c) == 1 and c > "\x7f" and ord(c) not in points] == []
