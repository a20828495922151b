"""Faults are told by their entries, and no more of them kept than anybody reads."""

from threshold.register.faults import MOST, Fault, Found, in_order


def test_a_fault_names_its_entry_or_entries_where_it_is_about_any():
    assert str(Fault(3, "was removed")) == "entry 3: was removed"
    assert str(Fault(3, "were removed", 9)) == "entries 3 to 9: were removed"
    assert str(Fault(0, "the file's structure is damaged")) == "the file's structure is damaged"


def test_what_is_found_beyond_so_many_is_counted():
    found = Found()
    for number in range(MOST + 5):
        found.add(Fault(number + 1, "x"))
    assert (len(in_order(found)), found.more) == (MOST, 5)


def test_faults_come_in_the_order_of_their_entries_after_those_of_the_whole():
    found = Found()
    for number in (10, 0, 2, -3):
        found.add(Fault(number, "x"))
    assert [fault.entry for fault in in_order(found)] == [0, -3, 2, 10]
