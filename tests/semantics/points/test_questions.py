"""S155 to S160 and S163 of docs/semantics.md: what is worth asking, in which order, with which answers."""

from threshold.questions.search import questions

CALM = "child_protection: {concern: false}\n"
DOWN = CALM + "request: {direction: step_down, to: low}\n"
UP = "request: {direction: step_up, to: high}\n"
NEVER_BOTH = "conflicts:\n  - {id: X, carries: [T-1], why: never both, when: {t.a: true, t.b: true}}\n"


def requirement(must: str, effect: str = "block", name: str = "R") -> str:
    return (
        f"  - {{id: {name}, title: Rule {name}, carries: [T-1], bears_on: [step_up, step_down], "
        f"{effect}: [{{must: {must}, else: Put it right}}]}}\n"
    )


def asked(small, text, case):
    engine = small.tiny(text).engine()
    return questions(engine, small.case(case, engine))


def names(small, text, case):
    return [question.name for question in asked(small, text, case)]


def test_s155_what_changes_the_outcome_is_asked_for(small):
    text = "requirements:\n" + requirement("{any: [{t.a: true}, {t.b: true}]}")
    assert set(names(small, text, DOWN)) == {"t.a", "t.b"}
    assert names(small, text, DOWN + "t: {a: true}") == []


def test_s155_an_answer_counts_that_differs_only_from_what_is_left_open(small):
    text = "requirements:\n" + requirement("{any: [{t.a: true}, {t.a: false}]}")
    assert names(small, text, DOWN) == ["t.a"]


def test_s155_of_danger_an_answer_counts_though_it_contradicts(small):
    text = NEVER_BOTH.replace("t.a", "child_protection.concern")
    text += "requirements:\n" + requirement("{t.a: true}")
    # Help is permitted either way: only a yes would change the direction, and it contradicts that t.b is so.
    assert names(small, text, UP + "t: {a: true, b: true}") == ["child_protection.concern"]


def test_s155_the_level_counts_where_nothing_is_asked_for(small):
    level = (
        "definitions:\n  - {id: D, carries: [T-1], fact: need.level, hit: most_serious, otherwise: 1,\n"
        "     rows: [{when: {t.a: true}, is: 2}]}\n"
    )
    assert names(small, level, CALM) == ["t.a"]
    assert names(small, level, DOWN) == []


def test_s156_where_every_answer_contradicts_it_is_asked_for_all_the_same(small):
    never = NEVER_BOTH.replace("{t.a: true, t.b: true}", "{t.b: true, any: [{t.a: true}, {t.a: false}]}")
    text = never + "requirements:\n" + requirement("{t.a: true}")
    assert names(small, text, DOWN + "t: {b: true}") == ["t.a"]


def test_s156_nothing_is_left_to_ask_where_a_contradiction_keeps_it_open(small):
    text = NEVER_BOTH + "requirements:\n" + requirement("{t.a: true}")
    assert names(small, text, DOWN + "t: {a: true, b: true}") == []


def test_s156_danger_is_asked_about_also_where_no_rule_answers(small):
    unruled = small.ungrounded()
    assert names(unruled, "", UP) == ["child_protection.concern"]
    assert names(unruled, "", UP + CALM) == []


ROUTE = """
routes:
  - {id: W, title: W, carries: [T-1], when: {t.b: {known: true}}, bears_on: [step_up],
     steps: [{W-1: Go, by: SW}]}
"""


def test_s157_what_only_one_answer_fits_is_not_asked_for(small):
    assert names(small, NEVER_BOTH + ROUTE, UP + CALM + "t: {a: false}") == ["t.b"]
    assert names(small, NEVER_BOTH + ROUTE + USED, UP + CALM + "t: {a: true}") == []


# A contradiction counts where it throws doubt on something that is read.
USED = "requirements:\n" + requirement("{any: [{t.a: true}, {t.b: true}]}", "warn")


def test_s158_with_too_many_states_all_that_is_lacking_is_asked_for(small):
    facts = ["t.a", "t.b", "tac.active", "caf.open", "early_help.open", "t.c", "referral.accepted"]
    *told, first, second = facts
    must = ", ".join(f"{{{fact}: true}}" for fact in told)
    rule = requirement(f"{{all: [{must}]}}").replace(
        "block:", f"applies: {{{first}: true, {second}: true}}, block:"
    )
    assert set(names(small, "requirements:\n" + rule, DOWN)) == set(facts)


def test_s159_danger_comes_first_then_what_rules_out_most(small):
    text = "requirements:\n" + requirement("{t.a: true}", "condition") + requirement("{t.b: true}", name="S")
    text += requirement("{care.looked_after: false}", "condition", "T")
    assert names(small, text, "request: {direction: step_down, to: low}") == [
        "child_protection.concern",
        "care.looked_after",
        "t.b",
        "t.a",
    ]


def test_s159_an_end_comes_after_its_start(small):
    text = "requirements:\n" + requirement("{spell.ended: {at_least_ago: 1 weeks}}")
    assert names(small, text, DOWN) == ["spell_started", "spell_ended"]


def test_s160_answers_that_contradict_are_offered_last(small):
    never = NEVER_BOTH.replace("t.b: true", "t.b: false")
    text = never + "requirements:\n" + requirement("{any: [{t.a: false}, {t.b: true}]}")
    for known, offered in (("a: true", [True, False]), ("c: true", [False, True])):
        found = {q.name: q for q in asked(small, text, DOWN + f"t: {{{known}}}")}
        assert [answer.value for answer in found["t.b"].answers] == offered, known


def test_s160_of_what_is_recorded_without_its_day_the_day_is_asked_for(small):
    text = "requirements:\n" + requirement("{seen.first: {at_least_ago: 1 weeks}}")
    undated = "covers: {seen: 2026-08-14}\ntimeline: [{on: unknown, event: seen}]\n"
    (question,) = asked(small, text, DOWN + undated)
    assert question.event == "seen"
    assert all(answer.entry is not None for answer in question.answers)


LINE = """
definitions:
  - id: D
    carries: [T-1]
    fact: consultation.advice
    hit: most_serious
    rows:
      - {when: {consultation.caller: professional, protection.concern: true}, is: refer_now}
      - {when: {consultation.caller: professional, t.a: true}, is: refer_to_mash}
      - {when: {consultation.caller: professional, protection.concern: {known: false}}, is: ask_first}
      - {when: {consultation.caller: professional, t.a: false, t.b: {known: false}}, is: ask_first}
      - {when: {consultation.caller: professional, t.a: false, t.b: true}, is: start_caf}
"""
CALL = "consultation: {caller: professional}\n"


def on_the_line(small, case):
    decision = small.tiny(LINE).decide(case)
    advised = decision.consultation
    return decision, None if advised is None else (advised.advice, advised.not_ruled_out, advised.not_known)


def test_s163_advice_is_told_where_it_is_known_who_calls(small):
    assert on_the_line(small, CALM + "t: {a: false, b: true}")[1] is None
    assert on_the_line(small, CALM + CALL + "t: {a: false, b: true}")[1] == ("start_caf", (), ())
    public = CALM + "consultation: {caller: public}\n"
    assert on_the_line(small, public)[1] == (None, (), ())


def test_s163_it_is_what_certainly_holds_and_what_more_serious_is_not_ruled_out(small):
    concern = ("child_protection.concern",)
    assert on_the_line(small, CALL + "t: {a: true}")[1] == ("refer_to_mash", ("refer_now",), concern)
    assert on_the_line(small, CALL + "t: {a: false, b: true}")[1] == ("ask_first", ("refer_now",), concern)


def test_s163_that_nobody_has_said_a_thing_settles_nothing(small):
    decision, advised = on_the_line(small, CALM + CALL + "t: {a: false}")
    assert advised == ("ask_first", (), ("t.b",))
    assert [(each.fact, each.settles) for each in decision.missing] == [("t.b", ("D",))]


def test_s163_under_a_concern_nothing_else_matters(small):
    decision, advised = on_the_line(small, CALL + "child_protection: {concern: true}")
    assert advised == ("refer_now", (), ())
    assert decision.missing == ()


def test_s163_where_danger_is_in_dispute_the_more_dangerous_reading_is_advised(small):
    doubted = (
        "conflicts: [{id: C, carries: [T-1], when: {t.c: true}, why: no, "
        "doubtful: [child_protection.harm_suspected]}]"
    )
    decision = small.tiny(LINE + doubted).decide(CALM + CALL + "t: {a: true, c: true}")
    assert decision.conflicts
    assert decision.consultation.advice == "refer_now"


def test_s163_what_the_advice_hangs_on_is_asked_before_what_else_is_open(small):
    text = LINE + "requirements:\n" + requirement("{t.c: true}")
    assert names(small, text, CALL + DOWN) == ["t.a", "t.b", "t.c"]
    assert names(small, text, DOWN) == ["t.c"]
