"""One case drawn along a line of time: what belongs to what, and which clocks run."""

from threshold.reports.timeline.draw import drawn
from threshold.reports.timeline.drawing import Drawing
from threshold.reports.timeline.glyphs import glyphs_for
from threshold.reports.timeline.html import as_html
from threshold.reports.timeline.svg import as_svg
from threshold.reports.timeline.text import as_text

__all__ = ["Drawing", "as_html", "as_svg", "as_text", "drawn", "glyphs_for"]
