from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.charts.glyphs import text_width, wrapped
from corpus_tools.charts.placing import LINE_HEIGHT, Box, place_labels

ROOM = Box(0, 0, 80, 40)
points = st.tuples(st.floats(0, 80), st.floats(0, 40))


@settings(deadline=None, max_examples=50)
@given(st.lists(points, max_size=25), st.data())
def test_placed_labels_never_meet_and_stay_in_the_room(marks, data):
    texts = [data.draw(st.sampled_from(["党员", "疫情防控", "a", "市直机关工委"])) for _ in marks]
    places = place_labels(marks, texts, room=ROOM, size=7)
    boxes = [
        Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for place, text in zip(places, texts, strict=True)
        if place is not None
        for (x, y), w, h in [(place, text_width(text, 7), 7 * LINE_HEIGHT)]
    ]
    shrunk = [Box(b.left + 1e-6, b.bottom + 1e-6, b.right - 1e-6, b.top - 1e-6) for b in boxes]
    assert not any(a.meets(b) for a, b in combinations(shrunk, 2))
    assert all(box.within(ROOM) for box in shrunk)


def test_a_mark_alone_has_its_label_at_the_right():
    (place,) = place_labels([(10, 10)], ["党员"], room=ROOM, size=7)
    assert place[0] > 10
    assert place[1] == 10


def test_without_room_there_is_no_label():
    assert place_labels([(1, 1)], ["市直机关工委"], room=Box(0, 0, 3, 3), size=7) == [None]


@given(st.text(alphabet="党员疫情，。（）“”abc 12", max_size=60), st.integers(12, 80))
def test_wrapping_keeps_every_character_but_spaces(text, width):
    lines = wrapped(text, width).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[:1] in "，。）”" for line in lines[1:] if line)
