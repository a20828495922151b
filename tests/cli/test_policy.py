"""`threshold policy`: every example passes, a difference can be read, and rules are shown and checked."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from threshold.cli import policy as command
from threshold.cli.main import main
from threshold.policy import load_policy, policy_names, rules_directory, rules_of

CASES = Path(__file__).parents[2] / "cases"
EXAMPLE = CASES / "national" / "no-step-down-with-a-concern.yaml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `threshold policy` with arguments; its status, and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "policy", *map(str, arguments)])
        return (main(), *capsys.readouterr())

    return run


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """An example that expects what does not come out."""
    text = EXAMPLE.read_text()
    assert "status: blocked" in text
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace("status: blocked", "status: permitted"))
    return path


@pytest.mark.slow
def test_every_example_passes(run: Run):
    status, out, err = run("test", CASES)
    assert status == 0, out
    assert err == ""
    passed = int(out.split()[0])
    assert out == f"{passed} passed, 0 failed\n"
    # Every file with an expectation was put to the test.
    expecting = [path for path in CASES.rglob("*.yaml") if "\nexpect:" in path.read_text()]
    assert passed >= len(expecting) > 200


def test_a_difference_can_be_read(run: Run, wrong: Path):
    status, out, _ = run("test", wrong, EXAMPLE)
    assert status == 1
    first, *differences, count = out.splitlines()
    assert str(wrong) in first
    assert differences == ["    status: expected permitted, got blocked"]
    assert count == "1 passed, 1 failed"


def test_junit_is_xml_with_a_failure_for_each_that_fails(run: Run, wrong: Path):
    status, out, _ = run("test", "--format", "junit", wrong, EXAMPLE)
    assert status == 1
    suite = ElementTree.fromstring(out)
    assert (suite.tag, suite.get("tests"), suite.get("failures")) == ("testsuite", "2", "1")
    failing, passing = suite.findall("testcase")
    failure = failing.find("failure")
    assert failing.get("classname") == str(wrong)
    assert failure is not None
    assert failure.text == "status: expected permitted, got blocked"
    assert passing.find("failure") is None


def test_json_tells_every_result(run: Run, wrong: Path):
    status, out, _ = run("test", "--format", "json", wrong, EXAMPLE)
    assert status == 1
    failed, passed = json.loads(out)
    assert (failed["passed"], passed["passed"]) == (False, True)
    assert failed["differences"] == ["status: expected permitted, got blocked"]


def test_another_policy_is_tried_on_the_same_examples(run: Run):
    status, out, _ = run("test", "--policy", "national", CASES / "step-up-step-down" / "step-down.yaml")
    assert status == 1
    assert "no such rule" in out


def test_a_trial_changes_what_comes_out(run: Run):
    example = CASES / "national" / "conference-on-day-16.yaml"
    assert run("test", example)[0] == 0
    status, out, _ = run("test", "--set", "national.conference_within=30 working days", example)
    assert status == 1
    assert "deadline WT-conference" in out


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("statuss: blocked", 'expect.statuss: this key is not known here; did you mean "status"?'),
        ("checks: {NO-SUCH: met}", "check NO-SUCH: expected met, got no such rule"),
        ("deadlines: {NO-SUCH: {state: met}}", "deadline NO-SUCH: no such rule"),
        ("missing: [t.a]", "missing: t.a: no such fact"),
        ("missing: [consent.to_share]", "missing: expected consent.to_share, got"),
    ],
)
def test_an_expectation_that_cannot_be_met_is_a_failure(run: Run, tmp_path: Path, expect: str, told: str):
    path = tmp_path / "odd.yaml"
    head = EXAMPLE.read_text().partition("expect:")[0]
    path.write_text(f"{head}expect:\n  policy: national\n  {expect}\n")
    status, out, _ = run("test", path)
    assert status == 1
    assert told in out


def test_a_case_that_cannot_be_read_fails_and_the_others_are_tested(run: Run, tmp_path: Path):
    shutil.copy(EXAMPLE, tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text("case: X-1\nname: Ann\n")
    status, out, _ = run("test", tmp_path)
    assert status == 1
    assert "1 passed, 1 failed" in out
    assert "bad.yaml" in out
    assert "Ann" not in out


def test_a_case_without_an_expectation_is_passed_over(run: Run, tmp_path: Path):
    path = tmp_path / "plain.yaml"
    path.write_text(EXAMPLE.read_text().partition("expect:")[0])
    text = "0 passed, 0 failed\n1 passed over: nothing is expected of them\n"
    assert run("test", path) == (0, text, "")


def test_a_file_that_is_no_case_is_passed_over_and_one_named_outright_fails(run: Run, tmp_path: Path):
    shutil.copy(EXAMPLE, tmp_path / "good.yaml")
    policy = shutil.copy(rules_directory() / "policies" / "national.yaml", tmp_path / "ours.yaml")
    text = f"1 passed, 0 failed\n1 passed over: no case; it seems to be a policy ({policy})\n"
    assert run("test", tmp_path) == (0, text, "")
    status, out, _ = run("test", tmp_path / "good.yaml", policy)
    assert (status, "this is no case; it seems to be a policy" in out) == (1, True)


@pytest.mark.parametrize("names", ["natoinal", "ours.yaml"])
def test_a_policy_that_cannot_be_used_is_told_once(run: Run, tmp_path: Path, names: str):
    (tmp_path / "ours.yaml").write_text("policy: ours\ntitle: T\npacks: [{pack: natoinal, role: lead}]\n")
    for number in range(3):
        text = EXAMPLE.read_text().replace("policy: national", f"policy: {names}")
        (tmp_path / f"{number}.yaml").write_text(text)
    status, out, err = run("test", tmp_path)
    assert status == 2
    assert out.startswith(
        f"0 passed, 0 failed\n3 passed over: the policy that they name cannot be used ({names})\n"
    )
    assert err.startswith("threshold: ")
    assert err.count("\n") == 1
    assert 'did you mean "national"' in err


@pytest.mark.parametrize("policy", [(), ("--policy", "national")])
@pytest.mark.parametrize(
    ("trial", "told"),
    [
        ("national.conference_wihtin=3 days", 'did you mean "national.conference_within"'),
        ("national.conference_within=soon", "--set"),
        ("national.conference_within", "a trial is written pack.parameter=value"),
    ],
)
def test_a_value_that_cannot_be_tried_is_told_once(run: Run, policy: tuple[str, ...], trial: str, told: str):
    status, out, err = run("test", CASES / "national", *policy, "--set", trial)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_a_policy_to_try_that_cannot_be_used_is_told_once(run: Run):
    status, out, err = run("test", CASES / "national", "--policy", "natoinal")
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_examples_whose_policy_lacks_what_is_tried_are_passed_over(run: Run):
    setting = "step-up-step-down.conference_within=3 days"
    status, out, err = run("test", CASES / "national", CASES / "step-up-step-down", "--set", setting)
    assert (status, err) == (1, "")
    over = "passed over: national does not have the parameter to try"
    assert f" {over} (step-up-step-down.conference_within)" in out


def test_an_unknown_format_is_refused(run: Run):
    status, out, err = run("test", "--format", "xml", EXAMPLE)
    assert (status, out) == (2, "")
    assert "text, json, junit" in err


# Reading and checking


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules, to be changed."""
    return Path(shutil.copytree(rules_directory(), tmp_path / "rules"))


@pytest.mark.parametrize("name", policy_names())
def test_show_tells_every_pack_clause_and_parameter(run: Run, name: str) -> None:
    status, out, err = run("show", name, "--as-at", "2026-11-22")
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    policy = load_policy(name).at(date(2026, 11, 22))
    assert f"policy {name}, version {policy.version}, digest {policy.digest[:12]}\n" in out
    told = " ".join(out.split())
    for pack in policy.packs:
        assert f"{pack.name} ({pack.role}" in told
        for clause in pack.clauses:
            assert f" {clause}: " in told
        for value in pack.parameters.values():
            assert f" {value.name} = " in told
    assert ("The call: " in told) == bool(policy.scripts)
    for script in policy.scripts:
        said = [text for question in script.questions for text in (question.asks, question.means)]
        said += [words.text for outcome in script.outcomes for words in (*outcome.say, *outcome.share)]
        assert [text for text in said if text not in told] == []


def test_show_takes_the_default_policy_and_today(run: Run) -> None:
    _, out, _ = run("show")
    assert "\npolicy default, " in out


def test_show_a_policy_that_is_not_there(run: Run) -> None:
    status, out, err = run("show", "rochdale")
    assert (status, out) == (2, "")
    assert "there is no policy of that name" in err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("RBC-5.1", "RBC-5.1: At least 3 months on Child in Need after a child protection plan"),
        ("closure.of", "What is being closed: a contact, a CAF episode or the whole"),
        ("step-up-step-down.cin_minimum_after_cp", "Value in force: 3 months"),
        ("consultation", "The call: The CAF consultation line"),
        ("caf-declined", "caf-declined: No CAF, since the family says no"),
        ("MOS-CFA-R15", "On the step: Child and Family Assessment and Plan"),
    ],
)
def test_show_one_thing_of_a_policy(run: Run, name: str, says: str) -> None:
    status, out, err = run("show", name, "--as-at", "2026-11-22")
    assert (status, err) == (0, "")
    assert says in out
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def test_show_a_name_that_is_a_policy_and_a_pack(run: Run) -> None:
    _, policy, _ = run("show", "caf-team")
    assert policy.splitlines()[0] == load_policy("caf-team").at(date.today()).title
    assert "The pack caf-team alone: threshold policy show caf-team --policy caf-team" in policy
    status, pack, _ = run("show", "caf-team", "--policy", "default")
    assert status == 0
    assert pack.startswith("caf-team: The CAF Team's operational model\n")
    assert pack.endswith("There is a policy caf-team, too: threshold policy show caf-team\n")


def test_show_says_how_to_see_more_of_a_policy_of_ones_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "national.yaml"
    path.write_text("policy: national\ntitle: Ours\npacks: [{pack: national, role: overlay}]\n")
    _, out, _ = run("show", path)
    assert " ".join(out.split()).endswith(f"in full: threshold policy show NAME --policy {path}")
    assert "The pack national alone" not in out


def test_show_looks_in_the_policy_that_is_named(run: Run) -> None:
    assert run("show", "RBC-5.1", "--policy", "step-up-step-down")[0] == 0
    status, out, err = run("show", "RBC-5.1", "--policy", "national")
    assert (status, out) == (2, "")
    assert "in the policy national" in err


def test_show_keeps_to_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for arguments in (("RBC-5.1",), ("caf-team", "--policy", "default"), ("brag",)):
        _, out, _ = run("show", *arguments)
        assert max(map(len, out.splitlines())) <= 48  # the longest names stay whole


def test_show_as_html_is_a_page_of_everything_or_of_one_thing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert run("show", "step-up-step-down", "--format", "html", "--out", path) == (0, "", "")
    whole = path.read_text(encoding="utf-8")
    assert whole.startswith("<!DOCTYPE html>")
    assert 'id="rule-RBC-5.1"' in whole
    assert 'id="way-RBC-step-down"' in whole
    assert path.stat().st_mode & 0o077 == 0
    status, alone, _ = run("show", "RBC-5.1", "--format", "html", "--as-at", "2026-11-22")
    assert status == 0
    assert "<dd>22 November 2026</dd>" in alone
    assert alone.startswith("<!DOCTYPE html>")
    assert len(alone) < len(whole) / 10


def test_show_writes_over_no_policy(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("policy: ours\ntitle: Ours\npacks: [{pack: national, role: overlay}]\n")
    before = path.read_text()
    status, _, err = run("show", path, "--format", "html", "--out", path)
    assert status == 2
    assert "is the policy itself" in err
    assert path.read_text() == before


def test_show_a_format_that_is_none(run: Run) -> None:
    status, out, err = run("show", "--format", "pdf")
    assert (status, out) == (2, "")
    assert "must be one of text, html" in err


def test_check_finds_what_comes_along_sound(run: Run) -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    found = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert found == policy_names()


def test_check_tells_every_problem_and_goes_on(run: Run, rules: Path) -> None:
    path = rules / "step-up-step-down" / "rules" / "after-child-protection.yaml"
    path.write_text(path.read_text().replace("child_protection.history", "child_protection.histry"))
    broken, sound = (str(rules / "policies" / f"{name}.yaml") for name in ("step-up-step-down", "national"))
    status, out, err = run("check", broken, sound)
    assert status == 2
    assert f"threshold: {path}, line " in err
    assert 'did you mean "child_protection.history"' in err
    assert out.startswith(f"{sound}: sound; ")


def test_without_a_command_the_help(run: Run) -> None:
    status, out, err = run()
    assert (status, err) == (0, "")
    commands = [each.name for each in command.app.registered_commands]
    order = ["new", "test", "check", "try", "release", "mutate", "coverage", "show", "schema", "fmt"]
    assert commands == order
    for name in commands:
        assert f"\n  {name} " in out


def test_check_takes_one_policy_and_counts_what_is_in_it(run: Run) -> None:
    _, out, _ = run("check", "national")
    policy = load_policy("national").at(date.today())
    rules = sum(len(rules_of(pack)) for pack in policy.packs)
    clauses = sum(len(pack.clauses) for pack in policy.packs)
    assert out.splitlines()[0] == (
        f"national: sound; {len(policy.packs)} packs, {rules} rules, {clauses} clauses"
    )


# One layout


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """A file with another layout, in a folder with one that has it."""
    (tmp_path / "tidy.yaml").write_text("a: 1\n")
    path = tmp_path / "loose.yaml"
    path.write_text("# why\na: 1\nb:   [2,\n 3]\n")
    return path


def test_fmt_writes_what_differs_and_names_it(run: Run, loose: Path) -> None:
    assert run("fmt", loose.parent) == (0, f"{loose}\n", "")
    assert loose.read_text() == "# why\na: 1\nb: [2, 3]\n"
    assert run("fmt", loose.parent) == (0, "", "")


def test_fmt_check_names_what_would_change_and_changes_nothing(run: Run, loose: Path) -> None:
    before = loose.read_text()
    assert run("fmt", "--check", loose.parent) == (1, f"{loose}, line 3\n", "")
    assert loose.read_text() == before
    assert run("fmt", "--check", loose.parent / "tidy.yaml") == (0, "", "")


def test_fmt_takes_the_rules_that_come_along(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threshold.policy.rules_directory", lambda: rules)
    path = rules / "policies" / "national.yaml"
    path.write_text(f"\n{path.read_text()}")
    status, out, err = run("fmt")
    assert (status, err) == (0, "")
    assert str(path) in out.splitlines()
    assert run("fmt", "--check") == (0, "", "")
    policies = sorted(map(str, (rules / "policies").glob("*.yaml")))
    status, out, err = run("check", *policies)
    assert (status, err) == (0, "")
    # What was checked is what comes along, but for the names of the files.
    assert out.count(": sound; ") == len(policies)
    for name in policy_names():
        new, old = (
            load_policy(each).at(date(2026, 6, 1))
            for each in (str(rules / "policies" / f"{name}.yaml"), name)
        )
        assert new.digest == old.digest


@pytest.mark.parametrize("check", [(), ("--check",)])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: [1\n", ", line 2, column 1: a bracket is opened and not closed"),
        (b"a: 1\na: 2\n", ", line 2, column 1: this key stands twice"),
        (b"a: &b 1\n", ", line 1, column 4: anchors and aliases"),
        (b"a:\n\tb: 1\n", ", line 2, column 1: a tab is used"),
        (b"a: caf\xe9\n", ", line 1: holds a character that is not UTF-8"),
        (b"\0", ": this is not a text file"),
        (b"[" * 99, ", line 1, column 41: nested more than 40 deep"),
    ],
)
def test_fmt_tells_what_cannot_be_read_and_goes_on(
    run: Run, loose: Path, content: bytes, told: str, check: tuple[str, ...]
) -> None:
    bad = loose.with_name("bad.yaml")
    bad.write_bytes(content)
    status, out, err = run("fmt", *check, loose.parent)
    assert (status, out) == (2, f"{loose}, line 3\n" if check else f"{loose}\n")
    assert err.startswith(f"threshold: {bad}{told}")
    assert err.count("\n") == 1
    assert bad.read_bytes() == content


def test_fmt_of_what_is_not_there(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "nope.yaml"
    assert run("fmt", missing) == (2, "", f"threshold: {missing}: there is no such file\n")
    assert run("fmt", tmp_path) == (2, "", f"threshold: {tmp_path}: this folder holds no .yaml files\n")
    link = tmp_path / "round.yaml"
    link.symlink_to(link)
    assert run("fmt", link) == (2, "", f"threshold: {link}: this is a link that goes round in a circle\n")


def test_fmt_leaves_a_read_only_file(run: Run, loose: Path) -> None:
    loose.chmod(0o444)
    assert run("fmt", loose) == (2, "", f"threshold: {loose}: cannot be written (it is read-only)\n")
    assert run("fmt", "--check", loose) == (1, f"{loose}, line 3\n", "")


@pytest.mark.parametrize(
    ("content", "new"),
    [
        (b"a:   1\r\nb: 2\r\n", b"a: 1\r\nb: 2\r\n"),
        (b"a: 1", b"a: 1\n"),
        (b"\xef\xbb\xbfa: 1\n", b"a: 1\n"),
    ],
)
def test_fmt_of_odd_bytes(run: Run, tmp_path: Path, content: bytes, new: bytes) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    assert run("fmt", "--check", path) == (1, f"{path}, line 1\n", "")
    assert run("fmt", path)[0] == 0
    assert path.read_bytes() == new
