"""Filling a case file in keeps what is there, as it is written, and never leaves half a file."""

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from threshold.casefiles import Case, Entry, write
from threshold.casefiles.write import CaseFile
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.vocabulary import Value, as_label

from .timelines import good

VOCABULARY = load_policy("default").vocabulary
WRITTEN = """\
# What the team knows so far.
---
case: C-0412          # the reference
as_at: 2026-08-14T09:30
about:
family: "F-118"

request: {direction: step_down, to: early_help, made: 2026-08-12}

consent:              # as told at the meeting
  to_share: 'given'

  # nobody asked about support yet
timeline:
  # the plan
  - {on: 2026-05-15, event: cp_plan_ended}
  - on: 2026-05-15
    event: cin_plan_started
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "C-0412.yaml"


def read(file: CaseFile) -> Case:
    return file.case(VOCABULARY)


def test_nothing_changed_is_nothing_changed(path: Path) -> None:
    path.write_text(WRITTEN)
    assert CaseFile(path).text() == WRITTEN


def test_comments_and_layout_stay(path: Path) -> None:
    path.write_text(WRITTEN)
    file = CaseFile(path)
    file.state("consent.to_support", "given")
    file.state("child_protection.concern", False)
    file.enter(Entry(date(2026, 7, 1), "cin_review"))
    file.cover("cp_plan_started", date(2026, 8, 14))
    file.save()
    text = path.read_text()
    added = [line for line in text.splitlines() if line not in WRITTEN.splitlines()]
    assert added == [
        "  to_support: given",
        "  - {on: 2026-07-01, event: cin_review}",
        "child_protection:",
        "  concern: false",
        "covers:",
        "  cp_plan_started: 2026-08-14",
    ]
    assert [line for line in WRITTEN.splitlines() if line not in text.splitlines()] == []


@pytest.mark.parametrize(
    "text",
    [
        "case: C-1\nas_at: 2026-08-14\ntimeline:\n- {on: 2026-05-15, event: cp_plan_ended}\n",
        "case: C-1\nconsent:\n    to_share: given\ntimeline:\n    - {on: 2026-05-15, event: cp_plan_ended}\n",
        "case: C-1\nas_at: 2026-08-14\r\nconsent: {to_share: given}\r\n".replace("1\nas", "1\r\nas"),
        "# one\n\n# two\ncase: C-1\n# last\n",
        "{case: C-1, consent: {to_share: given}}\n",
        "case: '0123'\nfamily: \"007\"\n",
    ],
)
def test_each_writes_in_their_own_way(path: Path, text: str) -> None:
    path.write_text(text, newline="")
    assert CaseFile(path).text() == text
    file = CaseFile(path)
    file.state("need.emerging", True)
    file.save()
    assert read(CaseFile(path)).given["need.emerging"] is True
    with path.open(newline="") as saved:
        assert ("\r\n" in saved.read()) == ("\r\n" in text)


@pytest.mark.parametrize("nothing", ["", " null", " ~", " {}", " []"])
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_what_stands_there_empty_is_filled(tmp_path: Path, nothing: str, suffix: str) -> None:
    path = tmp_path / f"C-1{suffix}"
    lists, groups = nothing.replace("{}", "[]"), nothing.replace("[]", "{}")
    if suffix == ".json":
        lists, groups = (" null" if each in ("", " ~") else each for each in (lists, groups))
        path.write_text(f'{{"case": "C-1", "timeline":{lists}, "covers":{groups}, "consent":{groups}}}')
    else:
        path.write_text(f"case: C-1\ntimeline:{lists}\ncovers:{groups}\nconsent:{groups}\n")
    file = CaseFile(path)
    file.state("consent.to_share", "given")
    file.enter(Entry(date(2026, 7, 1), "cin_review", "planned"))
    file.cover("caf_started", date(2026, 8, 14))
    case = read(file)
    assert case.given["consent.to_share"] == "given"
    assert case.timeline == (Entry(date(2026, 7, 1), "cin_review", "planned"),)
    assert case.covers == {"caf_started": date(2026, 8, 14)}


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("child_protection.concern", True),
        ("consent.to_share", "not_asked"),
        ("request.made", date(2026, 8, 12)),
        ("contact.received", datetime(2026, 8, 12, 16, 30)),
        ("request.by", "Lead Professional"),
        ("request.step", "no"),
        ("request.action", "null"),
        ("documents.attached", ()),
        ("documents.attached", ("consent form", "TAC delivery plan")),
        ("safety.scale", (("mother", 4), ("Social Worker", 6))),
        ("request.step", "2: a colon, a # and 'quotes' - \"all\" of them"),
    ],
)
def test_a_value_is_read_again_as_it_was_written(
    tmp_path: Path, suffix: str, fact: str, value: Value
) -> None:
    file = CaseFile(tmp_path / f"C-1{suffix}")
    file.head("case", "C-1")
    file.state(fact, value)
    file.save()
    # A name of a step is compared whatever its dashes, so that it is kept without them.
    as_read = as_label(str(value)) if fact == "request.step" else value
    assert read(CaseFile(file.path)).given.items() >= {fact: as_read}.items()
    plain = (yaml.safe_load if suffix != ".json" else json.loads)(file.path.read_text())
    assert set(plain) == {"case", fact.partition(".")[0]}


def test_what_an_entry_carries_is_kept(path: Path) -> None:
    file = CaseFile(path)
    file.head("case", "C-1")
    carried = Entry(date(2026, 7, 1), "managers_conversation", "held", {"agreed": True})
    file.enter(carried)
    assert read(file).timeline == (carried,)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@given(timeline=good())
@settings(max_examples=40)
def test_every_timeline_that_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, timeline: list[Entry]
) -> None:
    file = CaseFile(tmp_path_factory.mktemp("case") / f"C-1{suffix}")
    file.head("case", "C-1")
    for entry in timeline:
        file.enter(entry)
    file.save()
    assert read(CaseFile(file.path)).timeline == tuple(timeline)


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (Entry(None, "cin_review"), "{on: unknown, event: cin_review}"),
        (
            Entry(date(2026, 7, 1), "cin_plan_started", ref="p1", of="request"),
            "{on: 2026-07-01, event: cin_plan_started, ref: p1, of: request}",
        ),
        # A reference that YAML takes for nothing stands in quotation marks.
        (
            Entry(date(2026, 7, 1), "cin_plan_started", ref="null"),
            '{on: 2026-07-01, event: cin_plan_started, ref: "null"}',
        ),
        (
            Entry(date(2026, 7, 1), "contact_response", carries={"at": datetime(2026, 7, 1, 9, 5)}),
            "{on: 2026-07-01T09:05, event: contact_response}",
        ),
        (
            Entry(date(2026, 7, 1), "cin_review", carries={"by": "Social Worker", "to": "Family"}),
            "{on: 2026-07-01, event: cin_review, by: Social Worker, to: Family}",
        ),
    ],
)
def test_an_entry_is_one_line(path: Path, entry: Entry, line: str) -> None:
    file = CaseFile(path)
    file.head("case", "C-1")
    file.enter(entry)
    assert file.text().splitlines()[-1].strip() == f"- {line}"
    assert read(file).timeline == (entry,)


def test_a_copy_is_changed_by_itself(path: Path) -> None:
    path.write_text(WRITTEN)
    file = CaseFile(path)
    file.copy().state("consent.to_support", "given")
    assert file.text() == WRITTEN


def test_what_only_comments_hold_is_a_new_file(path: Path) -> None:
    path.write_text("# to be filled in\n")
    file = CaseFile(path)
    assert not file.content
    file.head("case", "C-1")
    assert file.text() == "# to be filled in\ncase: C-1\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.yaml", "- case: C-1\n", "holds more than one case"),
        ("a.yaml", "case: C-1\n---\ncase: C-2\n", "holds more than one case"),
        ("a.yaml", "case: C-1\n---\n", "holds more than one case"),
        ("a.json", '[{"case": "C-1"}]', "holds more than one case"),
        ("a.json", '{"case": "C-1"}\n{"case": "C-2"}\n', "several JSON texts stand one after another"),
        ("a.ndjson", '{"case": "C-1"}\n', "ending in .yaml"),
        ("a.txt", "case: C-1\n", "ending in .yaml"),
        ("a", "case: C-1\n", "ending in .yaml"),
        ("a.yaml", "case: &a C-1\n", "anchors and aliases"),
        ("a.yaml", "case: [\n", "bracket"),
        ("a.yaml", "hello\n", "holds more than one case, or none at all"),
    ],
)
def test_a_file_that_cannot_be_filled_in(tmp_path: Path, name: str, text: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BadInput, match=says):
        CaseFile(path)
    assert path.read_text() == text


def test_a_new_one_is_readable_by_its_owner_alone_and_an_older_one_by_whoever_could(path: Path) -> None:
    file = CaseFile(path)
    file.head("case", "C-1")
    file.save()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o660)
    file.save()
    assert path.stat().st_mode & 0o777 == 0o660


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.write_text("case: C-1\n")
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    file = CaseFile(link)
    file.state("need.emerging", True)
    file.save()
    assert link.is_symlink()
    assert "emerging" in path.read_text()


@pytest.mark.parametrize("place", ["missing/C-1.yaml", "file.yaml/C-1.yaml"])
def test_where_nothing_can_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.yaml").write_text("case: C-1\n")
    file = CaseFile(tmp_path / place, "case: C-1\n")
    with pytest.raises(BadInput, match=r"cannot be written \(its folder does not exist"):
        file.save()


def test_a_disk_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("case: C-1\n")
    file = CaseFile(path)
    file.state("need.emerging", True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    synced: Callable[..., None] = full
    monkeypatch.setattr(os, "fsync", synced)
    with pytest.raises(BadInput, match="cannot be written"):
        file.save()
    assert path.read_text() == "case: C-1\n"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_nothing_is_printed_where_the_writing_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Ctrl-C may do at any moment: this one stops at every piece of text in turn."""
    (tmp_path / "case.yaml").write_text(WRITTEN)
    file = CaseFile(tmp_path / "case.yaml")
    left = 0

    class Stopping(StringIO):
        def write(self, text: str) -> int:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return super().write(text)

    monkeypatch.setattr(write, "StringIO", Stopping)
    for most in range(60):
        left = most
        with pytest.raises(KeyboardInterrupt):
            file.text()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_what_is_taken_out_again_leaves_the_rest_as_it_was(tmp_path: Path, suffix: str) -> None:
    file = CaseFile(tmp_path / f"C-1{suffix}")
    file.head("case", "C-1")
    before = file.text()
    file.state("consent.to_share", "given")
    file.enter(Entry(date(2026, 7, 1), "cin_review"))
    file.enter(Entry(None, "cin_plan_started"))
    file.cover("caf_started", date(2026, 8, 14))
    file.put_day(1, Entry(date(2026, 5, 1), "cin_plan_started"))
    assert read(file).timeline[1] == Entry(date(2026, 5, 1), "cin_plan_started")
    file.remove(0)
    assert [entry.event for entry in read(file).timeline] == ["cin_plan_started"]
    file.remove(0)
    file.uncover("caf_started")
    file.uncover("caf_started")
    file.unstate("consent.to_share")
    file.unstate("consent.to_support")
    assert file.text() == before


def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(BadInput, match="no ordinary file"):
        CaseFile(path)


def answered(path: Path) -> CaseFile:
    """A file as it was read, with an answer that is not saved yet."""
    path.write_text("case: C-1\n")
    file = CaseFile(path).copy()
    file.state("child_protection.concern", True)
    return file


MINE = "case: C-1\nchild_protection:\n  concern: true\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: path.write_text("case: C-1\n# theirs\n"), "was changed by somebody else"),
        (lambda path: path.write_bytes(b"\xff"), "was changed by somebody else"),
        (lambda path: path.write_bytes(b""), "was changed by somebody else"),
        (lambda path: path.unlink(), "was taken away by somebody else"),
        (lambda path: (path.unlink(), path.mkdir()), "was changed by somebody else"),
        (lambda path: (path.unlink(), path.symlink_to(path.parent / "nowhere")), "was changed by somebody"),
    ],
)
def test_what_somebody_else_changed_stays_and_mine_is_kept_beside_it(
    path: Path, change: Callable[[Path], object], told: str
) -> None:
    file = answered(path)
    change(path)
    there = path.read_bytes() if path.is_file() else None
    with pytest.raises(BadInput, match=told) as refused:
        file.save()
    assert f"{path.name}.yours" in str(refused.value)
    assert (path.read_bytes() if path.is_file() else None) == there
    beside = path.with_name(f"{path.name}.yours")
    assert beside.read_text() == MINE
    assert beside.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput, match=r"\.yours-2"):
        file.save()
    assert beside.read_text() == MINE


def test_a_link_that_leads_elsewhere_now_is_not_followed(path: Path, tmp_path: Path) -> None:
    """Also where the same lies there."""
    link, other = tmp_path / "link.yaml", tmp_path / "other.yaml"
    path.write_text("case: C-1\n")
    other.write_text("case: C-1\n")
    link.symlink_to(path)
    file = CaseFile(link).copy()
    file.state("child_protection.concern", True)
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(BadInput, match="was changed by somebody else"):
        file.save()
    assert path.read_text() == other.read_text() == "case: C-1\n"
    assert (tmp_path / "link.yaml.yours").read_text() == MINE


def test_what_was_made_read_only_stays(path: Path) -> None:
    file = answered(path)
    path.chmod(0o444)
    with pytest.raises(BadInput, match="it is read-only"):
        file.save()
    assert path.read_text() == "case: C-1\n"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_gone_is_told(path: Path) -> None:
    folder = path.parent / "folder"
    folder.mkdir()
    file = answered(folder / path.name)
    (folder / path.name).unlink()
    folder.rmdir()
    with pytest.raises(BadInput, match="its folder does not exist"):
        file.save()


def test_a_file_that_came_to_be_meanwhile_stays(path: Path) -> None:
    file = CaseFile(path)
    file.head("case", "C-1")
    path.write_text("case: C-9\n")
    with pytest.raises(BadInput, match="was changed by somebody else"):
        file.save()
    assert path.read_text() == "case: C-9\n"


def test_it_is_taken_away_only_as_it_was_left(path: Path) -> None:
    file = CaseFile(path)
    file.head("case", "C-1")
    file.save()
    path.write_text("case: C-1\n# theirs\n")
    with pytest.raises(BadInput, match="was changed by somebody else"):
        file.delete()
    assert path.exists()
    path.write_text("case: C-1\n")
    changed = file.copy()
    changed.state("consent.to_share", "given")
    file.delete()
    assert not path.exists()
    changed.in_place_of(file).save()
    assert "consent" in path.read_text()


@pytest.mark.parametrize("name", ["C-1.yaml", "C-1.json"])
def test_how_old_the_child_is_stands_at_the_head(tmp_path: Path, name: str) -> None:
    file = CaseFile(tmp_path / name)
    file.head("case", "C-1")
    file.state("child.age", 7)
    file.state("child.born_month", "2019-04")
    assert read(file).given == {"child.age": 7, "child.born_month": "2019-04"}
    assert (str(file.content["age"]), file.content["born_month"]) == ("7", "2019-04")
    file.state("child.unborn", True)
    assert file.content["age"] == "unborn"
    assert read(file).given == {"child.unborn": True, "child.born_month": "2019-04"}
    file.state("child.unborn", False)
    assert "age" not in file.content
    assert read(file).given == {"child.unborn": False, "child.born_month": "2019-04"}
    file.state("child.age", 6)
    assert read(file).given == {"child.age": 6, "child.born_month": "2019-04"}
    file.unstate("child.age")
    file.unstate("child.born_month")
    assert read(file).given == {}
    assert set(file.content) == {"case"}


def test_an_age_in_the_group_of_the_child_makes_way_for_another(path: Path) -> None:
    path.write_text("case: C-1\nchild: {age: 6}\n")
    file = CaseFile(path)
    file.state("child.age", 7)
    assert file.text() == "case: C-1\nage: 7\n"
