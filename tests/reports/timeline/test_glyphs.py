"""Every terminal is given characters that it can show."""

from dataclasses import astuple

import pytest

from threshold.reports.timeline.glyphs import BOX, PLAIN, Glyphs, glyphs_for
from threshold.reports.timeline.legend import MEANINGS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_unicode_shows_boxes(encoding: str) -> None:
    assert glyphs_for(encoding) is BOX


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", None, "no-such-thing"])
def test_anything_else_is_plain(encoding: str | None) -> None:
    assert glyphs_for(encoding) is PLAIN


def test_plain_is_ascii() -> None:
    assert "".join(astuple(PLAIN)).isascii()


@pytest.mark.parametrize("glyphs", [BOX, PLAIN])
def test_signs_are_told_apart(glyphs: Glyphs) -> None:
    assert all(len(each) == 1 for each in astuple(glyphs))
    drawn = [glyphs.sign(name) for name in MEANINGS]
    assert len(set(drawn)) == len(drawn)
