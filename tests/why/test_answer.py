"""What an answer rests on: what holds it back first; what carries it; danger before all."""

from threshold.why.answer import why

from .cases import DANGER, DOWN, PERMITTED, REFUSED, TOO_SOON, engine, example, moment


def of(name: str, word: str = "", policy: str = DOWN):  # type: ignore[no-untyped-def]
    case = example(name)
    return why(engine(policy), case, moment(case), word)


def test_what_blocks_and_nothing_else() -> None:
    told = of(TOO_SOON)
    assert [rule.rule for rule in told.rules] == ["RBC-5.1-court"]
    assert "RBC-5.7a" in told.in_order


def test_what_carries_a_yes() -> None:
    told = of(PERMITTED)
    assert told.status == "permitted"
    assert [(rule.kind, rule.outcome) for rule in told.rules] == [("ground", "holds")]


def test_danger_comes_first() -> None:
    told = of(DANGER, policy="early-help-tac")
    assert told.facts[0].fact == "protection.concern"
    assert told.facts[0].value == "yes"
    assert told.facts[0].below[0].seen[0].origin == "stated"


def test_one_rule_alone() -> None:
    told = of(REFUSED, "RBC-4.1c")
    assert [rule.rule for rule in told.rules] == ["RBC-4.1c"]
    assert not told.in_order
    assert not told.still_open
