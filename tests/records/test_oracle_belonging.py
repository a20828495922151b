"""The oracle against cases worked out on paper: what belongs to what, and what is current, R10 to R13."""

from .oracle import Unsure
from .small import at, at_home, current, runs_of, told

RUN_STARTED, RUN_ENDED = "enquiry_started", "enquiry_ended"


# What belongs to what


def test_r10_1_of_names_the_run_whatever_the_day() -> None:
    review = at(50, "cin_review", of="a")
    oracle = told(at(5, "cin_started", "a"), at(9, "cin_ended", "a"), at(40, "cin_started", "b"), review)
    assert at_home(oracle, review, "child_in_need") == 0


def test_r10_1_of_a_referral_looks_among_its_runs_only() -> None:
    review = at(31, "assessment_review", of="r1")
    oracle = told(
        at(1, "referral", "r1"),
        at(2, "assessment_started", "a", of="r1"),
        at(10, "assessment_completed", "a"),
        at(30, "referral", "r2"),
        at(30, "assessment_started", "b", of="r2"),
        review,
    )
    # By date it would be the second, and beyond the second referral the first is never the nearer.
    assert at_home(oracle, review, "assessment") == 0


def test_r10_1_of_a_referral_without_such_runs_makes_one_there() -> None:
    review = at(31, "assessment_review", of="r1")
    oracle = told(
        at(1, "referral", "r1"), at(30, "referral", "r2"), at(30, "assessment_started", of="r2"), review
    )
    assert runs_of(oracle, "assessment") == [(30, None, True), (None, None, None)]
    assert at_home(oracle, review, "assessment") == 1
    assert oracle.referral_of(oracle.runs("assessment")[1]) is oracle.runs("referral")[0]


def test_r10_1_of_the_request_is_of_the_current_run() -> None:
    review = at(3, "assessment_review", of="request")
    oracle = told(
        at(1, "assessment_started"), at(5, "assessment_completed"), at(20, "assessment_started"), review
    )
    assert at_home(oracle, review, "assessment") == 1


def test_r10_2_of_several_runs_that_hold_the_day_the_latest() -> None:
    review = at(12, "cin_review")
    oracle = told(at(5, "cin_started", "a"), at(10, "cin_started", "b"), at(30, "cin_ended", "b"), review)
    assert at_home(oracle, review, "child_in_need") == 1
    outside = at(31, "cin_review")
    oracle = told(at(5, "cin_started", "a"), at(10, "cin_started", "b"), at(30, "cin_ended", "b"), outside)
    assert at_home(oracle, outside, "child_in_need") == 0


def test_r10_2_both_days_are_held() -> None:
    first, last = at(5, "cin_review"), at(9, "cin_review")
    oracle = told(at(5, "cin_started"), at(9, "cin_ended"), at(10, "cin_started"), first, last)
    assert [at_home(oracle, one, "child_in_need") for one in (first, last)] == [0, 0]


def test_r10_2_a_superseded_run_holds_its_days_to_the_day_before() -> None:
    before, on = at(8, "cin_review"), at(9, "cin_review")
    oracle = told(at(5, "cin_started"), at(9, "cin_started"), before, on)
    assert [at_home(oracle, one, "child_in_need") for one in (before, on)] == [0, 1]


def test_r10_2_a_start_without_a_day_holds_all_before_its_end() -> None:
    review = at(2, "cin_review")
    oracle = told(at(None, "cin_started", "a"), at(9, "cin_ended", "a"), at(20, "cin_started", "b"), review)
    assert at_home(oracle, review, "child_in_need") == 0


def test_r10_2_an_end_without_a_day_holds_the_day_of_the_start_alone() -> None:
    on, after = at(5, "cin_review"), at(18, "cin_review")
    oracle = told(
        at(5, "cin_started", "a"), at(None, "cin_ended", "a"), at(20, "cin_started", "b"), on, after
    )
    assert [at_home(oracle, one, "child_in_need") for one in (on, after)] == [0, 1]


def test_r10_3_the_nearer_of_the_one_before_and_the_one_after() -> None:
    near, far, middle = at(12, "cin_review"), at(18, "cin_review"), at(15, "cin_review")
    oracle = told(at(5, "cin_started"), at(10, "cin_ended"), at(20, "cin_started"), near, far, middle)
    assert [at_home(oracle, one, "child_in_need") for one in (near, far, middle)] == [0, 1, 0]


def test_r10_3_a_referral_in_between_leaves_out_the_one_before() -> None:
    review = at(12, "cin_review")
    entries = (at(5, "cin_started"), at(10, "cin_ended"), at(20, "cin_started"), review)
    assert at_home(told(*entries, at(12, "referral")), review, "child_in_need") == 1
    assert at_home(told(*entries, at(10, "referral")), review, "child_in_need") == 0
    assert at_home(told(*entries, at(13, "referral")), review, "child_in_need") == 0


def test_r10_3_of_two_that_ended_on_one_day_the_later() -> None:
    review = at(12, "cin_review")
    ended = (at(10, "cin_ended", "a"), at(10, "cin_ended", "b"))
    oracle = told(at(5, "cin_started", "a"), at(6, "cin_started", "b"), *ended, review)
    assert at_home(oracle, review, "child_in_need") == 1


def test_r10_3_a_superseded_run_counts_as_over_on_the_day_before() -> None:
    # The run that superseded it belongs to another referral, and is not looked at.
    review = at(15, "assessment_review", of="r1")
    oracle = told(
        at(1, "referral", "r1"),
        at(2, "assessment_started"),
        at(10, "referral", "r2"),
        at(10, "assessment_started"),
        at(21, "assessment_started", "a", of="r1"),
        review,
    )
    # Six days after the 9th and six before the 21st.
    assert oracle.referral_of(oracle.runs("assessment")[2]) is oracle.runs("referral")[0]
    assert at_home(oracle, review, "assessment") == 0


def test_r10_5_unsure_among_the_runs_of_a_referral_is_of_no_other() -> None:
    review = at(None, "assessment_review", of="r1")
    oracle = told(
        at(1, "referral", "r1"),
        at(2, "assessment_started", "a"),
        at(3, "assessment_started", "b"),
        at(10, "referral", "r2"),
        at(11, "assessment_started", "c"),
        review,
    )
    unsure = oracle.home(review, "assessment")
    assert isinstance(unsure, Unsure)
    assert [oracle.may_be_home(unsure, run) for run in oracle.runs("assessment")] == [True, True, False]


def test_r10_3_an_end_without_a_day_counts_as_on_the_day_of_the_start() -> None:
    review = at(12, "cin_review")
    oracle = told(at(9, "cin_started"), at(None, "cin_ended"), review)
    assert at_home(oracle, review, "child_in_need") == 0
    earlier = at(8, "cin_review")
    oracle = told(at(9, "cin_started"), at(None, "cin_ended"), earlier)
    assert at_home(oracle, earlier, "child_in_need") == 0  # as what started next


def test_r10_2_a_run_without_any_day_holds_every_day() -> None:
    decided, started = at(3, "decided"), at(9, "assessment_started")
    oracle = told(at(None, "referral_closed"), decided, started)
    assert at_home(oracle, decided, "referral") == 0
    assert current(oracle, "assessment") == 0


def test_r10_3b_what_leads_to_a_referral_belongs_to_the_nearest_start() -> None:
    referrals = (at(1, "referral"), at(20, "referral"), at(25, "referral_closed"))
    entries = [at(number, "sought") for number in (10, 11, 19, 24, 50)]
    oracle = told(*referrals, *entries)
    assert [at_home(oracle, one, "referral") for one in entries] == [0, 1, 1, 1, 1]
    held = at(19, "decided")
    assert at_home(told(*referrals, held), held, "referral") == 0


def test_r10_3b_as_near_the_later_and_the_end_where_no_start_has_a_day() -> None:
    middle = at(10, "sought")
    assert at_home(told(at(5, "referral"), at(15, "referral"), middle), middle, "referral") == 1
    oracle = told(at(8, "referral_closed"), at(15, "referral"), middle)
    assert at_home(oracle, middle, "referral") == 0
    assert at_home(told(at(None, "referral"), middle), middle, "referral") == 0


def test_r10_4_beyond_a_referral_an_entry_belongs_to_none_and_tells_of_a_run() -> None:
    review = at(30, "cin_review")
    oracle = told(at(1, "referral"), at(5, "cin_started"), at(10, "cin_ended"), at(20, "referral"), review)
    assert runs_of(oracle, "child_in_need") == [(5, 10, False), (None, None, None)]
    assert at_home(oracle, review, "child_in_need") == 1


def test_r10_5_an_undated_entry_belongs_to_the_only_run() -> None:
    review = at(None, "cin_review")
    assert at_home(told(at(5, "cin_started"), review), review, "child_in_need") == 0
    oracle = told(at(5, "cin_started"), at(9, "cin_ended"), at(20, "cin_started"), review)
    assert at_home(oracle, review, "child_in_need") == "unsure"


def test_r10_5_an_undated_entry_with_a_referral_is_looked_for_there_alone() -> None:
    review = at(None, "cin_review", of="r2")
    oracle = told(
        at(1, "referral", "r1"),
        at(5, "cin_started"),
        at(9, "cin_ended"),
        at(20, "referral", "r2"),
        at(20, "cin_started"),
        review,
    )
    assert at_home(oracle, review, "child_in_need") == 1


def test_r10_a_referral_is_found_by_the_same_rule_without_the_boundary() -> None:
    between, before = at(12, "decided"), at(1, "decided")
    oracle = told(at(2, "referral"), at(10, "referral_closed"), at(20, "referral"), between, before)
    assert [at_home(oracle, one, "referral") for one in (between, before)] == [0, 0]


def test_r11_a_run_belongs_to_the_referral_of_its_start() -> None:
    oracle = told(at(1, "referral"), at(5, "cin_started"), at(20, "referral"), at(25, "cin_ended"))
    assert oracle.referral_of(oracle.runs("child_in_need")[0]) is oracle.runs("referral")[0]


def test_r11_else_to_that_of_its_end_and_of_goes_before_the_day() -> None:
    oracle = told(at(1, "referral", "r1"), at(20, "referral"), at(25, "cin_ended"))
    assert oracle.referral_of(oracle.runs("child_in_need")[0]) is oracle.runs("referral")[1]
    oracle = told(at(1, "referral", "r1"), at(20, "referral"), at(25, "cin_ended", of="r1"))
    assert oracle.referral_of(oracle.runs("child_in_need")[0]) is oracle.runs("referral")[0]


def test_r11_what_lies_before_the_only_referral_belongs_to_it() -> None:
    # MEANING 4.2: else to the nearer of the last closed and the next opened.
    oracle = told(at(5, "assessment_started"), at(20, "referral"))
    assert oracle.referral_of(oracle.runs("assessment")[0]) is oracle.runs("referral")[0]


def test_r11_without_a_referral_it_belongs_to_none() -> None:
    oracle = told(at(5, "assessment_started"))
    assert oracle.referral_of(oracle.runs("assessment")[0]) is None


def test_r12_entries_of_their_own_make_one_run_for_each_referral() -> None:
    entries = [at(3, "strategy"), at(5, "strategy"), at(25, "strategy")]
    oracle = told(at(1, "referral"), at(20, "referral"), *entries)
    assert runs_of(oracle, "enquiry") == [(None, None, None)] * 2
    assert [at_home(oracle, one, "enquiry") for one in entries] == [0, 0, 1]


def test_r12_only_for_the_episode_that_is_named_first() -> None:
    oracle = told(at(3, "cp_review"))
    assert runs_of(oracle, "child_protection") == [(None, None, None)]
    assert runs_of(oracle, "enquiry") == []


def test_r12_entries_that_name_it_later_join_the_run_of_their_referral() -> None:
    strategy, review = at(3, "strategy"), at(5, "cp_review")
    oracle = told(strategy, review)
    assert runs_of(oracle, "enquiry") == [(None, None, None)]
    assert [at_home(oracle, one, "enquiry") for one in (strategy, review)] == [0, 0]
    elsewhere = told(at(1, "referral"), at(4, "referral"), strategy, review)
    assert [at_home(elsewhere, one, "enquiry") for one in (strategy, review)] == [0, None]


def test_r12_of_the_request_without_a_current_run() -> None:
    review = at(3, "cin_review", of="request")
    assert runs_of(told(review), "child_in_need") == [(None, None, None)]


def test_r12_the_referral_of_an_entry_is_that_of_the_run_it_names() -> None:
    review = at(3, "cp_review", of="e")
    oracle = told(at(1, "referral"), at(20, "referral"), at(21, RUN_STARTED, "e"), review)
    (run,) = oracle.runs("child_protection")
    assert oracle.referral_of(run) is oracle.runs("referral")[1]


def test_r12_whether_or_not_starts_are_covered() -> None:
    assert runs_of(told(at(3, "strategy"), covers={RUN_STARTED: 60}), "enquiry") == [(None, None, None)]


def test_r12_never_of_a_referral() -> None:
    assert runs_of(told(at(3, "decided")), "referral") == []


def test_r12_an_undated_entry_that_may_belong_to_several_referrals_makes_none() -> None:
    assert runs_of(told(at(1, "referral"), at(20, "referral"), at(None, "strategy")), "enquiry") == []
    assert runs_of(told(at(1, "referral"), at(None, "strategy")), "enquiry") == [(None, None, None)]


# What is current


def test_r13_the_current_referral_is_the_latest() -> None:
    oracle = told(at(1, "referral", "r1"), at(20, "referral", "r2"), at(25, "referral_closed", "r2"))
    assert current(oracle, "referral") == 1


def test_r13_of_an_assessment_only_what_belongs_to_the_current_referral() -> None:
    # MEANING 4.4: current is the latest referral and what belongs to it.
    oracle = told(at(1, "referral"), at(5, "assessment_started"), at(20, "referral"))
    assert current(oracle, "assessment") is None
    assert current(oracle, "assessment", anywhere=True) == 0


def test_r13_an_open_plan_is_current_whatever_it_belongs_to() -> None:
    started = (at(1, "referral"), at(5, "cin_started"), at(20, "referral"))
    assert current(told(*started), "child_in_need") == 0
    assert current(told(*started, at(19, "cin_ended")), "child_in_need") is None


def test_r13_without_a_referral_all_is_current() -> None:
    oracle = told(at(1, "assessment_started"), at(5, "assessment_completed"))
    assert current(oracle, "assessment") == 0


def test_r13_the_latest_open_run_goes_before_a_later_one_that_ended() -> None:
    oracle = told(
        at(1, "assessment_started", "a"),
        at(5, "assessment_started", "b"),
        at(9, "assessment_completed", "b"),
    )
    assert current(oracle, "assessment") == 0


def test_r13_it_cannot_be_told_where_one_of_several_may_be_open() -> None:
    oracle = told(at(1, "assessment_started"), at(5, "assessment_started"), at(None, "assessment_completed"))
    assert current(oracle, "assessment") == "unsure"


def test_r13_the_only_one_may_be_open_and_is_current() -> None:
    assert current(told(at(3, "strategy")), "enquiry") == 0


def test_r13_it_cannot_be_told_where_the_choice_is_with_one_of_no_day() -> None:
    entries = (at(1, RUN_STARTED, "a"), at(None, RUN_STARTED, "b"))
    assert current(told(*entries), "enquiry") == "unsure"
    # Where the one without a day has ended, the choice is not with it.
    assert current(told(*entries, at(None, RUN_ENDED, "b")), "enquiry") == 1


def test_r13_it_cannot_be_told_where_a_run_may_belong_to_several_referrals() -> None:
    referrals = (at(1, "referral"), at(20, "referral"))
    assert current(told(*referrals, at(None, "assessment_started")), "assessment") == "unsure"
    # An open plan is current whatever it belongs to.
    assert current(told(*referrals, at(None, "cin_started")), "child_in_need") == 0


def test_r13_it_cannot_be_told_where_the_referral_cannot() -> None:
    referrals = (at(None, "referral", "r1"), at(20, "referral", "r2"))
    assert current(told(*referrals), "referral") == "unsure"
    assert current(told(*referrals, at(21, "assessment_started")), "assessment") == "unsure"
    assert current(told(*referrals, at(21, "cin_started")), "child_in_need") == 0
    assert current(told(*referrals), "assessment") is None


def test_r13_what_may_be_open_in_another_referral_leaves_it_open_which_is_current() -> None:
    starts = (at(2, "cin_started"), at(4, "cin_started"), at(None, "cin_ended"))
    referrals = (at(1, "referral"), at(20, "referral"))
    assert current(told(*referrals, *starts), "child_in_need") == "unsure"
    assert current(told(*referrals, *starts, at(21, "cin_started", "a")), "child_in_need") == 2
