"""What is gathered: counts that add up, and one entry for each rule of which nobody can tell."""

from threshold.agenda.model import Gathered, Unknown


def test_what_is_left_out_is_counted_and_nothing_is_no_entry():
    found = Gathered()
    found.leave_out("missed", 2)
    found.leave_out("missed")
    found.leave_out("paused", 0)
    assert found.left_out == {"missed": 3}


def test_a_rule_of_which_nobody_can_tell_is_told_once_with_everybody_and_one_question():
    found = Gathered()
    for question, child in (("When did it start?", "B"), ("", "A"), ("Did it end?", "C")):
        found.not_known(Unknown("R-1", "Review", question, ("R-1",), (child,)))
    assert found.unknown == {"R-1": Unknown("R-1", "Review", "Did it end?", ("R-1",), ("B", "A", "C"))}
