"""A request put to every open child under two policies, against what each comes to alone and by hand."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from tests.audit.asking import AS_AT, POLICY, write  # noqa: E402

from threshold.batch.asking import with_request  # noqa: E402
from threshold.batch.replay import cases  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.engine import Engine  # noqa: E402
from threshold.exports import Export, read_export  # noqa: E402
from threshold.policy import PolicyFiles, load_policy  # noqa: E402
from threshold.trying.model import Trial, Tried  # noqa: E402
from threshold.trying.supposed import try_request  # noqa: E402
from threshold.versions import Versions  # noqa: E402

DOWN = Request("step_down", "early_help")
MONTHS = "step-up-step-down.cin_minimum_after_cp=2 months"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    path = write(tmp_path_factory.mktemp("asking"))
    return read_export(path, load_policy(POLICY).vocabulary, date.fromisoformat(AS_AT), None, None)


def versions(*trial: str) -> Versions:
    return Versions(load_policy(POLICY), load_policy(POLICY), (), trial)


@pytest.fixture(scope="module")
def tried(export: Export) -> Tried:
    return try_request(versions(MONTHS), export, DOWN)


def told(tried: Tried, aspect: str) -> dict[str, tuple[str, str]]:
    return {flip.of: (flip.before, flip.after) for flip in tried.flips if flip.aspect == aspect}


def test_three_months_become_two(tried: Tried) -> None:
    """A plan that ended on 15 May is two months and more ago; one of 30 June not before 30 August."""
    assert told(tried, "status") == {"TOMORROW": ("blocked", "permitted")}
    assert told(tried, "earliest") == {
        "TOMORROW": ("2026-08-15", "none"),
        "AUTUMN": ("2026-09-30", "2026-08-30"),
    }
    assert told(tried, "rule") == {
        "TOMORROW": ("in the way until 2026-08-15", "none"),
        "AUTUMN": ("in the way until 2026-09-30", "in the way until 2026-08-30"),
        "AND-DECLINED": ("in the way until 2026-09-30", "in the way until 2026-08-30"),
        "AND-UNASKED": ("in the way until 2026-09-15", "in the way until 2026-08-15"),
    }
    assert (tried.number, tried.flipped, tried.samples) == (11, 4, 11)
    assert {(flip.because[0].id, flip.together) for flip in tried.flips} == {("cin_minimum_after_cp", False)}


def test_who_stays_open_is_counted_for_want_of_what(tried: Tried) -> None:
    (untried,) = tried.untried
    assert (untried.number, untried.wanting) == (1, (("consent to share", 1),))
    (reach,) = tried.reach
    # Both permitted before, one now, and the five in whose way it stands, of whom that one was one.
    assert (reach.judged, reach.cannot_tell) == (7, 1)


def test_what_the_request_does_not_hang_on_is_not_put_to_the_test(export: Export) -> None:
    changes = versions("step-up-step-down.cin_meeting_within=7 working days")
    tried = try_request(changes, export, DOWN)
    assert (tried.flips, tried.flipped) == ((), 0)
    assert [(each.judged, each.cannot_tell) for each in tried.reach] == [(0, 0)]
    assert Trial("old", "new", changes.changes, (tried,)).not_shown


def test_several_changes_are_told_apart(export: Export) -> None:
    """Each is put down to the change that it hangs on: the time served, or who decides."""
    tried = try_request(
        versions(MONTHS, "step-up-step-down.step_down_decided_by=Social Worker"), export, DOWN
    )
    causes = {(flip.of, flip.aspect, flip.rule): {each.id for each in flip.because} for flip in tried.flips}
    assert causes["AUTUMN", "rule", "RBC-5.1"] == {"cin_minimum_after_cp"}
    assert {"step_down_decided_by"} in causes.values()


LEVELS = "levels: [Universal, Early Support, Family Help, Protection]"
FIVE = "levels: [Universal, Early Support, Family Help, Intensive Help, Protection]"
TABLE = "        4: {lowest: child_in_need, highest: care}\n"
TABLE_OF_FIVE = TABLE.replace("care", "child_in_need") + TABLE.replace("4", "5")


def with_a_fifth_level(folder: Path) -> PolicyFiles:
    """Eastmarsh with a level between Family Help and Protection, to which one sign of Family Help goes."""
    shutil.copytree(ROOT / "rules/examples/eastmarsh", folder, ignore=shutil.ignore_patterns("cases"))
    for name, old, new in (
        ("vocabulary.yaml", LEVELS, FIVE),
        ("parameters.yaml", TABLE, TABLE_OF_FIVE),
        ("indicators.csv", "EM-3-02,Family Help", "EM-3-02,Intensive Help"),
    ):
        path = folder / "eastmarsh" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")
    return PolicyFiles(str(folder / "eastmarsh.yaml"))


def signs(files: PolicyFiles) -> dict[str, str]:
    """Every sign of the table by the fact that it is."""
    path = files.path.parent / "eastmarsh" / "indicators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    found = (re.match(r"(EM-\d-\d+),.*,(\w+)$", line) for line in lines)
    return {f"eastmarsh_signs.{each[2]}": each[1] for each in found if each is not None}


def of_signs(folder: Path, files: PolicyFiles) -> Export:
    """Three children: one sign of Family Help that stays there, one that becomes Intensive, and none."""
    stated = {
        "support.in_place": "early help",
        "child_protection.concern": "no",
        "child_protection.harm_suspected": "no",
        "child_protection.immediate_danger": "no",
        "child.age": "12",
    }
    known = signs(files)
    shown = {"STAYS": "EM-3-01", "MOVES": "EM-3-02", "WITHOUT": ""}
    lines = [",".join(("child_id", "event", "date", *stated, *known))]
    for child, sign in shown.items():
        said = ["yes" if each == sign else "no" for each in known.values()]
        lines.append(",".join((child, "caf_started", "2026-05-04", *stated.values(), *said)))
    path = folder / "signs.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = ["columns: {child: child_id, event: event, on: date}", "facts:"]
    columns += [f"  {fact}: {{column: {fact}}}" for fact in (*stated, *known)]
    path.with_suffix(".columns.yaml").write_text("\n".join(columns) + "\n", encoding="utf-8")
    return read_export(path, files.vocabulary, date(2026, 8, 14), None, None)


def test_a_fifth_level_is_inserted(tmp_path: Path) -> None:
    """Counted by an independent loop: every child decided by the engine under each policy."""
    old = PolicyFiles(str(ROOT / "rules/examples/eastmarsh/eastmarsh.yaml"))
    new = with_a_fifth_level(tmp_path / "five")
    export = of_signs(tmp_path, old)
    up = Request("step_up", "family_help")
    came: dict[str, list[str]] = {}
    for files in (old, new):
        policy = files.at(export.tables.as_at)
        names = export.tables.facts["child"].to_list()
        for case in cases(with_request(export.tables, up, policy), names, policy.vocabulary):
            came.setdefault(case.reference, []).append(Engine(files).decide(case).status)
    turned = {name: (one, other) for name, (one, other) in came.items() if one != other}
    tried = try_request(Versions(old, new), export, up)
    assert told(tried, "status") == turned
    assert turned
    assert tried.number == 3
