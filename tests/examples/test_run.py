"""Each example is decided under the policy that it names, and what cannot be decided is a failure."""

from pathlib import Path

import pytest

from threshold.examples import run as running
from threshold.examples.run import Result, run_examples
from threshold.policy import PolicyFiles, load_policy

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
    assert [result.case for result in results(plain, expecting)] == ["C-2"]


def test_each_is_decided_under_the_policy_that_it_names_or_under_another_to_try_it(tmp_path: Path) -> None:
    rule = "checks: {WT-no-such: met}"
    paths = [example(tmp_path, f"policy: {name}, {rule}", f"C-{name}") for name in ("national", "caf-team")]
    assert [result.differences for result in results(*paths)] == [
        ("check WT-no-such: expected met, got no such rule",)
    ] * 2
    wrong = example(tmp_path, "policy: natoinal", "C-3")
    assert results(wrong)[0].differences[0].startswith("--policy: there is no policy of that name")
    assert results(wrong, policy="national")[0].passed


def test_a_policy_is_loaded_once_for_all_its_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str | None] = []

    def load(name: str | None) -> PolicyFiles:
        loaded.append(name)
        return load_policy(name)

    monkeypatch.setattr(running, "load_policy", load)
    paths = [example(tmp_path, "policy: national, status: blocked", f"C-{number}") for number in range(3)]
    assert all(result.passed for result in results(*paths))
    assert loaded == ["national"]


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
        ("policy: natoinal", "did you mean"),
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
    (result,) = results(example(tmp_path, "policy: national", head=head))
    assert "Working days are known only for" in result.differences[0]
