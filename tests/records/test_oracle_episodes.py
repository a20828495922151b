"""The oracle against cases worked out on paper: when a run opened and closed, R8, R14, R18 and R19."""

from .asks import Ask, State
from .oracle import Oracle
from .reading import state_of
from .small import at, day, told
from .world import ABSENT, UNDATED, UNKNOWN

DECIDED = Ask("first", ("decided",), during="referral")


def read(oracle: Oracle, take: str, episode: str) -> State:
    return state_of(oracle, Ask(take, episode=episode))


def test_r18_opened() -> None:
    assert read(told(at(5, "cin_started")), "opened", "child_in_need") == day(5)
    assert read(told(at(None, "cin_started")), "opened", "child_in_need") is UNDATED
    assert read(told(), "opened", "child_in_need") is UNKNOWN
    assert read(told(covers={"cin_started": 60}), "opened", "child_in_need") is ABSENT


def test_r8_a_run_of_which_no_start_is_recorded_did_start() -> None:
    assert read(told(at(5, "cin_ended")), "opened", "child_in_need") is UNDATED
    assert read(told(at(5, "cin_review")), "opened", "child_in_need") is UNDATED


def test_r18_closed() -> None:
    started = at(5, "cin_started")
    assert read(told(started, at(9, "cin_ended")), "closed", "child_in_need") == day(9)
    assert read(told(started, at(None, "cin_ended")), "closed", "child_in_need") is UNDATED
    assert read(told(started), "closed", "child_in_need") is UNKNOWN
    assert read(told(started, covers={"cin_ended": 60}), "closed", "child_in_need") is ABSENT
    assert read(told(started, covers={"cin_started": 60}), "closed", "child_in_need") is UNKNOWN


def test_r8_an_end_without_a_day_ends_the_run() -> None:
    assert read(told(at(5, "cin_started"), at(None, "cin_ended")), "open", "child_in_need") is False


def test_r18_open_over_the_whole_file_where_it_carries_over() -> None:
    oracle = told(
        at(1, "referral"), at(2, "cp_started", "a"), at(20, "referral"), at(21, "cp_started", "b"),
        at(22, "cp_ended", "b"),
    )  # fmt: skip
    assert read(oracle, "open", "child_protection") is True


def test_r18_open_of_the_current_run_where_it_does_not() -> None:
    entries = (at(1, "referral"), at(2, "assessment_started"), at(20, "referral"))
    assert read(told(*entries), "open", "assessment") is UNKNOWN
    assert read(told(*entries, covers={"assessment_started": 60}), "open", "assessment") is False


def test_r18_open_is_unknown_where_a_run_may_be_open() -> None:
    assert read(told(at(5, "cin_review")), "open", "child_in_need") is UNKNOWN
    entries = (at(5, "cin_started"), at(None, "cin_started"), at(9, "cin_ended"))
    assert read(told(*entries), "open", "child_in_need") is UNKNOWN


def test_r18_open_is_true_of_undated_starts_without_ends() -> None:
    assert read(told(at(5, "cin_started"), at(None, "cin_started")), "open", "child_in_need") is True


def test_r18_open_without_a_run() -> None:
    assert read(told(), "open", "child_in_need") is UNKNOWN
    assert read(told(covers={"cin_started": 60}), "open", "child_in_need") is False
    assert read(told(covers={"cin_ended": 60}), "open", "child_in_need") is UNKNOWN


def test_r18_left_open() -> None:
    superseded = told(at(5, "cp_started"), at(9, "cp_started"), at(12, "cp_ended"))
    assert read(superseded, "open", "child_protection") is False
    assert read(superseded, "left_open", "child_protection") is True
    assert read(told(at(5, "cp_started"), at(9, "cp_ended")), "left_open", "child_protection") is False


def test_r18_left_open_without_a_run() -> None:
    assert read(told(), "left_open", "child_protection") is UNKNOWN
    assert read(told(covers={"cp_started": 60}), "left_open", "child_protection") is False


def test_r18_open_at_one_run_that_may_be_open() -> None:
    oracle = told(at(5, "cin_started"), at(7, "cin_started"), at(None, "cin_ended"))
    assert read(oracle.at(oracle.runs("child_in_need")[0]), "open", "child_in_need") is UNKNOWN


def test_r18_left_open_is_unknown_of_what_only_an_entry_tells_of() -> None:
    review = at(20, "cp_review")
    assert read(told(review), "left_open", "child_protection") is UNKNOWN
    elsewhere = (at(1, "cp_started"), at(5, "cp_ended"), at(10, "referral"), review)
    assert read(told(*elsewhere), "left_open", "child_protection") is UNKNOWN
    assert read(told(*elsewhere, at(1, "cp_started", "a")), "left_open", "child_protection") is True


def test_r18_left_open_of_one_start_and_one_end_is_as_of_any_run() -> None:
    pair = told(at(5, "cp_started"), at(None, "cp_ended"))
    assert read(pair, "left_open", "child_protection") is False
    all_ended = told(at(5, "cp_started"), at(7, "cp_ended"), at(None, "cp_ended"))
    assert read(all_ended, "left_open", "child_protection") is False


def test_r18_closed_where_an_end_without_a_day_may_be_its_own() -> None:
    loose = told(at(5, "cin_started"), at(None, "cin_ended"), at(None, "cin_ended"), covers={"cin_ended": 60})
    assert read(loose, "closed", "child_in_need") is UNKNOWN
    alone = told(at(5, "cin_review"), covers={"cin_ended": 60})
    assert read(alone, "closed", "child_in_need") is ABSENT


def test_r18_closed_without_a_run_is_absent_where_starts_or_ends_are_covered() -> None:
    for event in ("cin_started", "cin_ended"):
        assert read(told(covers={event: 60}), "closed", "child_in_need") is ABSENT
    assert read(told(covers={"cin_review": 60}), "closed", "child_in_need") is UNKNOWN


def test_r18_left_open_with_undated_entries() -> None:
    start, undated = at(5, "cp_started"), at(None, "cp_started")
    end, lost = at(9, "cp_ended"), at(None, "cp_ended")
    assert read(told(start, undated, end), "left_open", "child_protection") is True  # more starts
    assert read(told(start, undated, end, lost), "left_open", "child_protection") is UNKNOWN
    linked = at(5, "cp_started", "a")
    assert read(told(start, undated, end, lost, linked), "left_open", "child_protection") is True
    assert read(told(end, lost), "left_open", "child_protection") is False


def test_r19_the_first_run_counts_from_its_referral_and_a_later_one_from_its_start() -> None:
    first = (at(1, "referral"), at(5, "assessment_started"))
    again = (at(9, "assessment_completed"), at(20, "assessment_started"))
    assert read(told(*first), "begun", "assessment") == day(1)
    assert read(told(*first, *again), "begun", "assessment") == day(20)
    # MEANING 4.4: a new referral starts new clocks.
    referred = (at(18, "referral"),)
    assert read(told(*first, *again, *referred), "begun", "assessment") == day(18)


def test_r19_without_a_referral_nobody_knows() -> None:
    assert read(told(at(5, "assessment_started")), "begun", "assessment") is UNKNOWN
    covers = {"referral": 60}
    # A run shows that there was a referral, even where the file says that it has them all.
    assert read(told(at(5, "assessment_started"), covers=covers), "begun", "assessment") is UNKNOWN
    assert read(told(covers=covers), "begun", "assessment") is ABSENT
    assert read(told(at(None, "referral"), at(5, "assessment_started")), "begun", "assessment") is UNDATED


def test_r19_without_a_run_it_is_what_the_first_would_count_from() -> None:
    assert read(told(at(1, "referral")), "begun", "assessment") == day(1)
    assert read(told(at(None, "referral")), "begun", "assessment") is UNDATED
    earlier = (at(1, "referral"), at(2, "assessment_started"), at(20, "referral"))
    assert read(told(*earlier), "begun", "assessment") == day(20)


def test_r19_unknown_where_one_of_several_has_no_day() -> None:
    entries = (at(1, "referral"), at(5, "assessment_started", "a"), at(None, "assessment_completed"))
    assert read(told(*entries), "begun", "assessment") is UNKNOWN


# One run of several


def test_r14_at_one_run_its_facts_and_its_referral_are_read() -> None:
    oracle = told(
        at(1, "referral"),
        at(2, "assessment_started"),
        at(3, "decided"),
        at(9, "assessment_completed"),
        at(20, "referral"),
        at(21, "cin_started"),
        at(22, "assessment_started"),
        at(23, "decided"),
    )
    first = oracle.at(oracle.runs("assessment")[0])
    assert read(first, "opened", "assessment") == day(2)
    assert read(first, "open", "assessment") is False
    assert state_of(first, DECIDED) == day(3)
    assert read(oracle, "opened", "assessment") == day(22)


def at_each(oracle: Oracle, looked_at: str, take: str, episode: str) -> list[State]:
    return [read(oracle.at(run), take, episode) for run in oracle.runs(looked_at)]


def test_s30_beside_a_run_is_what_is_current_in_its_own_referral() -> None:
    referrals = at(1, "referral"), at(20, "referral")
    assessments = at(2, "assessment_started"), at(22, "assessment_started")
    enquiries = at(3, "enquiry_started"), at(5, "enquiry_ended"), at(24, "enquiry_started")
    two = told(*referrals, *assessments, *enquiries)
    assert at_each(two, "assessment", "opened", "enquiry") == [day(3), day(24)]
    assert at_each(two, "referral", "opened", "enquiry") == [day(3), day(24)]
    later = told(*referrals, *assessments, enquiries[-1], covers={"enquiry_started": 60})
    assert at_each(later, "assessment", "opened", "enquiry") == [ABSENT, day(24)]
    # Of two in one referral the one that is open, or the latest.
    more = at(6, "enquiry_started", "e"), at(8, "enquiry_started", "f"), at(9, "enquiry_ended", "f")
    both = told(*referrals, *assessments, *more)
    assert at_each(both, "assessment", "opened", "enquiry") == [day(6), day(6)]  # and it carries over


def test_s30_where_nobody_knows_to_which_referral_either_belongs() -> None:
    referrals = at(1, "referral"), at(20, "referral")
    vague = told(*referrals, at(None, "assessment_started"), at(3, "enquiry_started"))
    assert at_each(vague, "assessment", "opened", "enquiry") == [UNKNOWN]
    assert at_each(vague, "enquiry", "opened", "assessment") == [UNKNOWN]
    alone = told(at(2, "assessment_started"), at(3, "enquiry_started"))
    assert at_each(alone, "assessment", "opened", "enquiry") == [day(3)]


def test_s30_where_nobody_knows_whether_it_is_the_latest_referral() -> None:
    referrals = at(1, "referral", "a"), at(None, "referral", "b")
    plan = at(3, "cin_started", of="a")
    open_still = told(*referrals, plan, at(4, "assessment_started", of="b"))
    assert at_each(open_still, "assessment", "opened", "child_in_need") == [UNKNOWN]
    ended = plan, at(9, "cin_ended"), at(4, "assessment_started", of="b")
    over = told(*referrals, *ended, covers={"cin_started": 60})
    assert at_each(over, "assessment", "opened", "child_in_need") == [ABSENT]
