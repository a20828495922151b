"""Each example is decided under the policy that it names, and what cannot be decided is a failure."""

import shutil
from pathlib import Path

import pytest

from threshold.examples import policies as loading
from threshold.examples.run import Result, run_examples
from threshold.policy import PolicyFiles, load_policy, rules_directory
from threshold.reading import BadInput

CASES = Path(__file__).parents[2] / "cases"
HEAD = "as_at: 2026-08-14\nabout: a concern\nchild_protection: {concern: true}\nrequest: {direction: close}\n"


def example(folder: Path, expect: str, name: str = "C-1", head: str = HEAD) -> str:
    """A file with one example of a child in danger; what is expected of it in one line."""
    path = folder / f"{name}.yaml"
    path.write_text(f"case: {name}\n{head}" + (f"expect: {{{expect}}}\n" if expect else ""))
    return str(path)


def results(*paths: str, policy: str | None = None, trial: tuple[str, ...] = ()) -> list[Result]:
    return list(run_examples(list(paths), policy, trial))


def test_what_comes_out_as_expected_has_passed(tmp_path: Path) -> None:
    path = example(tmp_path, "policy: national, status: blocked, direction: safeguarding_now")
    (result,) = results(path)
    assert result == Result("C-1", path, "a concern", ())
    assert result.passed


def test_what_comes_out_otherwise_has_not(tmp_path: Path) -> None:
    (result,) = results(example(tmp_path, "policy: national, status: permitted"))
    assert result.differences == ("status: expected permitted, got blocked",)
    assert not result.passed


def test_a_case_that_expects_nothing_is_passed_over(tmp_path: Path) -> None:
    plain, expecting = example(tmp_path, ""), example(tmp_path, "status: blocked", "C-2")
    over, done = results(plain, expecting)
    assert over == Result("C-1", plain, "a concern", (), "nothing is expected of them")
    assert (over.passed, done.passed) == (False, True)


def test_each_is_decided_under_the_policy_that_it_names_or_under_another_to_try_it(tmp_path: Path) -> None:
    rule = "checks: {WT-no-such: met}"
    paths = [example(tmp_path, f"policy: {name}, {rule}", f"C-{name}") for name in ("national", "caf-team")]
    for result in results(*paths):
        (told,) = result.differences
        assert told.startswith("check WT-no-such: expected met, got no such rule")
    wrong = example(tmp_path, "policy: natoinal, status: blocked", "C-3")
    assert results(wrong, policy="national")[0].passed


def test_a_policy_is_loaded_once_for_all_its_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str | None] = []

    def load(name: str | None) -> PolicyFiles:
        loaded.append(name)
        return load_policy(name)

    monkeypatch.setattr(loading, "load_policy", load)
    paths = [example(tmp_path, "policy: national, status: blocked", f"C-{number}") for number in range(3)]
    assert all(result.passed for result in results(*paths))
    assert loaded == [str(rules_directory() / "policies" / "national.yaml")]


def test_a_trial_is_decided_by() -> None:
    path = str(CASES / "national" / "conference-on-day-16.yaml")
    assert results(path)[0].passed
    (tried,) = results(path, trial=("national.conference_within=30 working days",))
    assert any(each.startswith("deadline WT-conference") for each in tried.differences)


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("statuss: blocked", "expect.statuss: "),
        ("deadlines: {L: {dew: x}}", "expect.deadlines.L.dew: "),
        ("status: bloked", "expect.status: must be one of permitted, conditional, blocked"),
        ("status: bloked", 'did you mean "blocked"?'),
        ("checks: {SAFE-first: mett}", "expect.checks.SAFE-first: must be one of met, not_met"),
        ("steps: {X-1: {form: X}}", "expect.steps.X-1.form: this key is not known here"),
        ("answered: perhaps", "expect.answered: write true or false"),
        ("earliest: soon", "expect.earliest: "),
        ("printed: ['']", "expect.printed.0: must not be empty"),
    ],
)
def test_an_expectation_that_cannot_be_compared_has_not_passed(
    tmp_path: Path, expect: str, told: str
) -> None:
    (result,) = results(example(tmp_path, expect))
    assert told in result.differences[0]
    assert (result.case, result.passed) == ("C-1", False)


def test_a_file_that_cannot_be_read_has_not_passed_and_the_others_are_run(tmp_path: Path) -> None:
    example(tmp_path, "", "A-1", "name: Ann\n")
    example(tmp_path, "status: blocked", "B-1")
    bad, good = results(str(tmp_path))
    assert (bad.case, bad.passed, good.passed) == ("", False, True)
    assert "a name identifies a child" in bad.differences[0]
    assert "Ann" not in str(bad)


def test_a_date_beyond_the_calendar_has_not_passed(tmp_path: Path) -> None:
    head = (
        "as_at: 2050-12-30\ntimeline:\n"
        "  - {on: 2050-12-20, event: referral}\n  - {on: 2050-12-21, event: assessment_started}\n"
    )
    (result,) = results(example(tmp_path, "policy: national, status: blocked", head=head))
    assert "Working days are known only for" in result.differences[0]


# Which policy, and where


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder of rules of its own, in which one fact more may be known; and a place elsewhere to work in."""
    rules = Path(shutil.copytree(rules_directory(), tmp_path / "town"))
    with (rules / "vocabulary.yaml").open("a") as file:
        file.write(
            '\n  housing:\n    tenure: {type: choice, values: [owned, rented], asks: "Whose is the home?"}\n'
        )
    return rules


TENURE = HEAD + "housing: {tenure: rented}\n"


def test_a_path_is_that_from_the_file_that_holds_it(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work" / "policies").mkdir(parents=True)
    (tmp_path / "work" / "policies" / "national.yaml").write_text("policy: a decoy\n")
    monkeypatch.chdir(tmp_path / "work")
    path = example(town, "policy: policies/national.yaml, status: blocked", head=TENURE)
    named = example(town, "policy: national, status: blocked", "C-2")
    assert all(result.passed for result in results(path, named))


def test_a_pack_lies_where_its_policy_says_from_its_own_file(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "guides").mkdir()
    shutil.move(town / "continuum-of-need", tmp_path / "guides" / "ours")
    head = tmp_path / "guides" / "ours" / "pack.yaml"
    head.write_text(head.read_text().replace("pack: continuum-of-need", "pack: ours"))
    (town / "policies" / "ours.yaml").write_text(
        "policy: ours\ntitle: Ours\npacks:\n"
        "  - {pack: national, role: overlay}\n  - {pack: ../../guides/ours, role: lead}\n"
    )
    monkeypatch.chdir(tmp_path.parent)
    (result,) = results(example(town, "policy: policies/ours.yaml, status: blocked"))
    assert result.passed, result


def test_each_is_read_with_the_vocabulary_of_its_own_policy(town: Path) -> None:
    here = example(town, "policy: policies/national.yaml, status: blocked", head=TENURE)
    there = example(town, "policy: national, status: blocked", "C-2", head=TENURE)
    first, second = results(here, there)
    assert first.passed
    assert "housing.tenure" not in str(second.differences)  # what is not known is not repeated
    assert "this key is not known here" in second.differences[0]


def test_what_the_policy_tried_cannot_read_is_passed_over(town: Path) -> None:
    paths = [
        example(town, "policy: policies/national.yaml, status: blocked", head=TENURE),
        example(town, "policy: national, status: blocked", "C-2"),
        example(town, "policy: policies/national.yaml, status: blocked", "C-3", "ned: {}\n"),
    ]
    over, read, wrong = results(*paths, policy="national")
    assert (over.skipped, over.what) == ("national does not know what they hold", ("housing.tenure",))
    assert (over.passed, over.differences) == (False, ())
    assert read.passed
    assert wrong.differences  # by whatever policy
    assert all(each.passed for each in results(*paths[:2], policy=str(town / "policies" / "national.yaml")))


def test_a_file_that_is_no_case_is_passed_over(tmp_path: Path) -> None:
    example(tmp_path, "policy: national, status: blocked", "A-1")
    shutil.copy(rules_directory() / "policies" / "national.yaml", tmp_path / "ours.yaml")
    done, over = results(str(tmp_path))
    assert done.passed
    assert over == Result(
        "",
        str(tmp_path / "ours.yaml"),
        "",
        (),
        "no case; it seems to be a policy",
        (str(tmp_path / "ours.yaml"),),
    )


@pytest.mark.parametrize(
    "name", ["natoinal", "gone/ours.yaml", "policies/broken.yaml", "policies/worse.yaml"]
)
def test_a_policy_that_cannot_be_used_is_told_and_its_examples_are_passed_over(town: Path, name: str) -> None:
    (town / "policies" / "broken.yaml").write_text(
        "policy: broken\ntitle: T\npacks: [{pack: natoinal, role: lead}]\n"
    )
    (town / "policies" / "worse.yaml").write_text("policy: [\n")
    paths = [example(town, f"policy: {name}, status: blocked", f"C-{number}") for number in range(3)]
    *over, done = results(*paths, example(town, "policy: national, status: blocked", "D-1"))
    assert done.passed
    assert {each.skipped for each in over} == {"the policy that they name cannot be used"}
    assert {each.what for each in over} == {(name,)}
    assert len({each.because for each in over}) == 1
    assert over[0].because


# Trials


def test_a_trial_is_put_to_the_policies_that_have_the_parameter(tmp_path: Path) -> None:
    paths = [
        str(CASES / "national" / "conference-on-day-16.yaml"),
        example(tmp_path, "policy: early-help-tac, status: blocked"),
    ]
    tried, over = results(*paths, trial=("early-help-tac.screening_accepts=[accepted]",))
    assert (tried.skipped, tried.what) == (
        "national does not have the parameter to try",
        ("early-help-tac.screening_accepts",),
    )
    assert over.passed
    assert results(*paths, trial=("national.conference_within=30 working days",))[0].differences


@pytest.mark.parametrize("policy", [None, "national"])
@pytest.mark.parametrize(
    ("trial", "told"),
    [
        ("national.conference_wihtin=3 days", 'did you mean "national.conference_within"'),
        ("national.conference_within=soon", "national.conference_within: "),
        ("national.conference_within", "a trial is written pack.parameter=value"),
    ],
)
def test_what_cannot_be_tried_is_refused_as_a_whole(
    tmp_path: Path, policy: str | None, trial: str, told: str
) -> None:
    paths = [example(tmp_path, "policy: national, status: blocked", f"C-{number}") for number in range(3)]
    with pytest.raises(BadInput) as refused:
        results(*paths, policy=policy, trial=(trial,))
    assert len(refused.value.problems) == 1
    assert told in str(refused.value)


def test_the_policy_tried_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match='did you mean "national"'):
        results(example(tmp_path, "status: blocked"), policy="natoinal")


# What only a whole decision shows


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("facts: {early_help.pathway: external_lead, need.level: unknown}", ""),
        (
            "facts: {early_help.pathway: internal_lead}",
            "fact early_help.pathway: expected internal_lead, got external_lead",
        ),
        (
            "facts: {support.in_place: early_help}",
            "fact support.in_place: is told or read off the timeline, not worked out by the rules",
        ),
        ("steps: {EHT-P2-1: {by: Social Worker}, EHT-P2-gap: {}}", ""),
        ("steps: {EHT-P2-1: {by: TAC Admin}}", "step EHT-P2-1 by: expected TAC Admin, got Social Worker"),
        (
            "steps: {EHT-P3-5: {by: TAC Admin}}",
            "step EHT-P3-5: expected on the route, which is EHT-P2-1, EHT-P2-2-contact, ",
        ),
        ("route: [EHT-P2-0]", "route: EHT-P2-0: no such step; did you mean"),
        ("deadlines: {EHT-P2-2: {state: met}}", "deadline EHT-P2-2: no such rule"),
        ("earliest: none", ""),
        ("printed: [policy early-help-tac]", ""),
        ("not_printed: [Advice only]", "not_printed: “Advice only” is there, and should not be"),
    ],
)
def test_what_is_named_is_found_in_the_decision_and_behind_it(
    tmp_path: Path, expect: str, difference: str
) -> None:
    text = (CASES / "early-help-tac" / "external-lead.yaml").read_text().partition("expect:")[0]
    path = tmp_path / "example.yaml"
    path.write_text(f"{text}expect: {{policy: early-help-tac, {expect}}}\n")
    (result,) = results(str(path))
    if difference:
        assert result.differences
        assert result.differences[0].startswith(difference)
    else:
        assert result.differences == ()


def test_an_earliest_date_is_compared(tmp_path: Path) -> None:
    text = (CASES / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml").read_text()
    path = tmp_path / "example.yaml"
    for day, told in (("2026-08-15", ()), ("none", ("earliest: expected none, got 2026-08-15",))):
        path.write_text(f"{text}  earliest: {day}\n")
        assert results(str(path))[0].differences == told
