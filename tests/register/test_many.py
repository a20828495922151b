"""Many at once come to the same as one by one; stopped anywhere and run again, each is there once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine
from threshold.policy import load_policy
from threshold.reading import BadInput, Problem
from threshold.register.decided_file import Line
from threshold.register.joined import Said, Wanted
from threshold.register.known import Known
from threshold.register.many import Outcome, Stopped, all_or_none, one_by_one, ready, record
from threshold.register.policies import policy_text
from threshold.register.record import Recording
from threshold.register.store import Register, Way, open_register
from threshold.register.verify import verify

from .conftest import CASES, WHY, ticking

SAID = Said(by="Team Manager", reference="TM-07", agrees=True)
DAY = date(2026, 8, 14)
CLOCK = ticking()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_policy("caf-team"))


@pytest.fixture(scope="module")
def cases(engine) -> list[Case]:
    """Contacts and calls of every kind: some that can be agreed with, some that cannot."""
    read = read_cases([str(CASES / "caf-team")], engine.policy.vocabulary)
    found = [each for each in read if isinstance(each, Case)]
    wanted = ("contact.brag", "consultation.caller", "closure.of")
    return Random(7).sample([each for each in found if each.given.keys() & set(wanted)], 24)


def text(engine: Engine) -> str:
    return policy_text(engine.policy)


def agreed(cases: Sequence[Case]) -> list[Wanted]:
    return [Wanted(case, SAID) for case in cases]


def recorded(
    register: Register, engine: Engine, wanted: Sequence[Wanted], again: bool = False
) -> Iterator[Outcome]:
    known = None if again else Known(each.case.reference for each in wanted)
    yield from record(register, one_by_one(engine, wanted, None, text(engine)), Way(CLOCK), known)


def held(path) -> list[tuple[object, ...]]:
    """What a register holds, but for salt and time."""
    with open_register(path) as register:
        assert verify(register).faults == ()
        contents = [register.content(link.number) for link in register.links()]
        summaries = [replace(each.summary, register="") for each in register.entries()]
        return [(s, c.case_file, c.recommendation) for s, c in zip(summaries, contents, strict=True)]


def test_many_at_once_are_as_one_by_one(engine, cases, path, tmp_path):
    with open_register(path, make=True) as register:
        outcomes = list(recorded(register, engine, agreed(cases)))
    other, clock = tmp_path / "other.sqlite", ticking()
    for case in cases:
        with open_register(other, make=True) as register:
            try:
                Recording.as_recommended(engine, case, None, "Team Manager").store(
                    register, "TM-07", True, "", clock
                )
            except BadInput:
                assert next(each for each in outcomes if each.case == case.reference).state == "not_recorded"
    assert held(path) == held(other) != []
    assert [each.case for each in outcomes] == [case.reference for case in cases]
    assert {each.state for each in outcomes} == {"recorded", "not_recorded"}
    assert all(each.why for each in outcomes if each.state == "not_recorded")


@pytest.mark.parametrize("seed", range(3))
def test_stopped_anywhere_and_run_again_each_is_there_once(engine, cases, path, seed):
    rng = Random(seed)
    wanted = agreed(cases)
    while True:
        stop = rng.randint(1, 9)
        with open_register(path, make=True) as register:
            seen = 0
            for outcome in recorded(register, engine, wanted):
                seen += outcome.state == "recorded"
                if seen == stop:  # as Ctrl-C does, or a kill, once an entry is on the disk
                    break
            else:
                break
    with open_register(path) as register:
        outcomes = list(recorded(register, engine, wanted))
    assert {each.state for each in outcomes} == {"already_recorded", "not_recorded"}
    whole = path.with_name("whole.sqlite")
    with open_register(whole, make=True) as register:
        list(recorded(register, engine, wanted))
    assert held(path) == held(whole)


def test_recorded_again_where_that_is_asked_for(engine, cases, path):
    for _ in range(2):
        with open_register(path, make=True) as register:
            outcomes = list(recorded(register, engine, agreed(cases), again=True))
    numbers = [each.entry for each in outcomes if each.entry]
    assert numbers == list(range(len(numbers) + 1, 2 * len(numbers) + 1))


def test_where_the_register_takes_no_more_it_stops_and_names_the_case(engine, cases, path, monkeypatch):
    append = Register.append

    def full(self, *given):
        if self.newest() and self.newest().number == 3:
            raise BadInput(Problem("the disk is full"))
        return append(self, *given)

    monkeypatch.setattr(Register, "append", full)
    outcomes: list[Outcome] = []
    with open_register(path, make=True) as register, pytest.raises(Stopped) as caught:
        outcomes.extend(recorded(register, engine, agreed(cases)))
    assert [each.entry for each in outcomes if each.entry] == [1, 2, 3]
    assert caught.value.case not in [each.case for each in outcomes]
    assert len(held(path)) == 3


def of_line(case: Case, **said: str) -> Wanted:
    return Wanted(case, Said(by="Team Manager", reference="TM-07"), Line("d.csv", 4, case.reference, **said))


def made(engine: Engine, wanted: Wanted) -> tuple[str, bool]:
    decided = ready(engine, wanted, None, "{}").summary.decided
    return decided.decision, decided.agrees


@pytest.fixture
def triaged(engine, cases) -> Case:
    """A contact that is rightly passed on."""
    return next(
        case for case in cases
        if (found := engine.decide(case)).recommendation.direction == "triage" and found.status == "permitted"
    )  # fmt: skip


def test_a_line_says_what_was_decided_and_what_it_leaves_out_follows(engine, triaged):
    assert made(engine, of_line(triaged)) == ("triage", True)
    assert made(engine, of_line(triaged, decision="Pass on")) == ("pass_on", True)
    assert made(engine, of_line(triaged, decision="triage", agree="no", reason=WHY)) == ("triage", False)
    assert made(engine, of_line(triaged, decision="NFA", reason=WHY)) == ("no_further_action", False)
    others = of_line(triaged, decision="close", reason=WHY)
    assert made(engine, replace(others, said=SAID)) == ("close", False)  # that all others are agreed with
    line = ready(engine, of_line(triaged, by="social worker", reference="SW-1"), None, "{}").summary.decided
    assert (line.by, line.reference) == ("Social Worker", "SW-1")


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"decision": "triag"}, "decision", 'did you mean "triage"'),
        ({"agree": "perhaps"}, "agree", "must be yes or no"),
        ({"agree": "no", "reason": WHY}, "decision", "has to be named"),
        ({"by": "Wizard"}, "by", "is not a role"),
        ({"reference": "Ann Smith"}, "reference", "made-up reference"),
        ({"decision": "close"}, "reason", "is needed, because the recommendation is overridden"),
        ({"decision": "close", "reason": "Rang 01706 925555"}, "reason", "seems to hold a telephone number"),
        (
            {"decision": "close", "agree": "yes"},
            "agree",
            "to triage or pass on, not this; write no under agree",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_told_there_and_never_repeated(engine, triaged, said, field, told):
    with pytest.raises(BadInput) as caught:
        ready(engine, of_line(triaged, **said), None, "{}")
    problem = next(each for each in caught.value.problems if told in each.message)
    assert (problem.file, problem.line, problem.field) == ("d.csv", 4, field)
    assert not any(word in str(caught.value) for word in ("Smith", "925555", "Wizard", "--"))


def test_who_decides_is_needed_for_each(engine, triaged):
    with pytest.raises(BadInput) as caught:
        ready(engine, Wanted(triaged, Said(), of_line(triaged).line), None, "{}")
    assert [each.field for each in caught.value.problems] == ["by", "reference"]


def test_a_mistake_in_a_line_stops_all_and_one_in_what_was_only_agreed_with_its_case(engine, cases, triaged):
    wanted = agreed(cases)
    outcomes = all_or_none(engine, wanted, None, "{}")
    assert any(isinstance(each, Outcome) for each in outcomes)
    assert len(outcomes) == len(wanted)
    with pytest.raises(BadInput) as caught:
        all_or_none(engine, [*wanted, of_line(triaged, decision="x"), of_line(triaged, by="y")], None, "{}")
    *found, last = caught.value.problems
    assert [each.field for each in found] == ["decision", "by"]
    assert last.message.startswith("nothing was recorded")


def test_where_nothing_was_recommended_there_is_nothing_to_agree_with(engine):
    with pytest.raises(BadInput, match="nothing was recommended"):
        ready(engine, Wanted(Case("C-1", {}, as_at=DAY), SAID), None, "{}")
