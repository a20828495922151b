"""What is told of a folder that was made."""

from pathlib import Path

from threshold.starters.begun import Begun
from threshold.starters.names import named


def test_what_was_made_without_a_table_has_no_signs_to_tell_of():
    begun = Begun(Path("eastmarsh"), named("eastmarsh"), 3, 1)
    assert (begun.signs, begun.levels, begun.left_behind) == (0, (), ())
