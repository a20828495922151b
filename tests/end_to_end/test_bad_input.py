"""Whatever is given to `threshold decide`, it ends with a message that a person understands."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from threshold.cli.main import main
from threshold.policy import load_policy, rules_directory

HEAD = "case: C-0412\nas_at: 2026-08-14\n"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes | io.RawIOBase = b"") -> Outcome:
    """The command line, run in this process."""
    source = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["threshold", *arguments]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BufferedReader(source))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = main()
    return Outcome(status, out.getvalue(), err.getvalue())


def refused(*arguments: str, stdin: bytes | io.RawIOBase = b"") -> str:
    """What is said where nothing could be decided: no result, no traceback, one message a line."""
    outcome = run(*arguments, stdin=stdin)
    assert outcome.status == 2
    assert outcome.out == ""
    assert_told(outcome)
    assert outcome.err
    return outcome.err


def assert_told(outcome: Outcome) -> None:
    assert "Traceback" not in outcome.err
    assert "internal error" not in outcome.err
    assert all(line.startswith("threshold: ") for line in outcome.err.splitlines())


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THRESHOLD_DEBUG", raising=False)


def case_file(content: str | bytes, name: str = "case.yaml") -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


# Files that cannot be read at all


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("case.yaml", b"", "the file is empty"),
        ("case.json", b" \n", "the file is empty"),
        ("case.ndjson", b"\n\n", "the file is empty"),
        ("case.yaml", b"# a\n# b\n", "the file holds no case"),
        ("case.yaml", b"---\n---\n", "the file holds no case"),
        ("case.json", b"[]", "the file holds no case"),
        ("case.yaml", bytes(range(256)), "this is not a text file"),
        ("case.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "this is a picture, and not a text file"),
        ("case.yaml", HEAD.encode() + b"about: a\0b\n", "this is not a text file"),
        ("case.yaml", HEAD.encode() + b"about: caf\xe9\n", "line 3: holds a character that is not UTF-8"),
        ("case.yaml", HEAD.encode("utf-16")[:-1], "holds a character that is not UTF-8"),
        ("case.ndjson", HEAD.encode("utf-16"), "this is UTF-16; save it as UTF-8"),
        ("case.yaml", HEAD.encode() + b"about: a\x07b\n", "does not belong in a text file"),
    ],
)
def test_a_file_that_is_no_case_file(name: str, content: bytes, says: str) -> None:
    assert says in refused("decide", case_file(content, name))


ONE = '{"case": "C-1", "as_at": "2026-08-14"}'
SEVERAL = "several JSON texts stand one after another"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("case.yaml", b"\xef\xbb\xbf", "the file is empty"),
        ("case.json", b"\xef\xbb\xbf \r\r", "the file is empty"),
        ("case.ndjson", b" \r \r\n", "the file is empty"),
        ("case.yaml", b"PAR1\x15\x04", "this is a Parquet file, and not a text file"),
        ("case.json", b"PK\x03\x04\0\0", "this is a workbook (.xlsx or .ods) or another zip file"),
        ("case.ndjson", b"\x1f\x8b\x08\0\n", "this is a compressed file"),
        ("case.json", ONE.encode("utf-16-le"), "this seems to be UTF-16; save it as UTF-8"),
        ("case.json", ONE + ONE, f"line 1, column 39: {SEVERAL}"),
        ("case.json", f"{ONE}\r{ONE}", f"line 2, column 1: {SEVERAL}"),
        ("case.ndjson", ONE + ONE, f"line 1, column 39: {SEVERAL}"),
        ("case.yaml", f"{ONE}\n{ONE}\n", f"line 2, column 1: {SEVERAL}"),
        ("case.ndjson", f"[{ONE}]", "line 1: holds a list; put one case on each line"),
        ("case.ndjson", f"[{ONE},\n{ONE}]", "line 1: one JSON text goes over several lines here"),
        ("case.ndjson", ONE.replace(",", ",\n"), "line 1: one JSON text goes over several lines here"),
        ("case.json", "[1, 2]", "a case is a mapping of facts"),
        ("case.json", '"C-1"', "a case is a mapping of facts"),
    ],
)
def test_a_file_of_another_kind_has_its_own_word(name: str, content: str | bytes, says: str) -> None:
    said = refused("decide", case_file(content, name))
    assert says in said
    assert "C-1" not in said


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("case.yaml", ["case: C-1", "as_at: 2026-08-14", "about: |", "  two", "  lines"]),
        ("case.json", ["{", '"case": "C-1",', '"as_at": "2026-08-14"', "}"]),
        ("case.ndjson", [ONE, "", ONE.replace("C-1", "C-2")]),
        ("case", [ONE, ONE]),
    ],
)
def test_lines_may_end_in_any_way(name: str, lines: list[str], end: str) -> None:
    as_usual = run("decide", "--format=ndjson", case_file("\n".join([*lines, ""]), name))
    assert (as_usual.status, as_usual.err) == (0, "")
    ends = [end] * len(lines)
    for mixed in (ends, ["\n", *ends[1:]], [*ends[1:], "\r"]):
        text = "".join(line + ending for line, ending in zip(lines, mixed, strict=True))
        assert run("decide", "--format=ndjson", case_file(text, name)) == as_usual


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_fault_has_its_line_however_lines_end(end: str) -> None:
    for name, content in (("a.yaml", "case: C-1{0}{0}a: ]{0}"), ("a.json", '{{"case":{0}"C-1"{0},,}}')):
        assert f"{name}, line 3" in refused("decide", case_file(content.format(end), name))
    assert "a.ndjson, line 2" in run("decide", case_file(f"{ONE}{end}{{,}}{end}", "a.ndjson")).err


# What is no file


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> str:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with a name")
    monkeypatch.setattr("threshold.reading.files.WAIT", 0.2)
    os.mkfifo("pipe.yaml")
    return "pipe.yaml"


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "pipe.yaml"),
        ("ask", "pipe.yaml"),
        ("timeline", "pipe.yaml"),
        ("record", "pipe.yaml", "--decision=close", "--by=x", "--reference=T-1", "--agree", "--register=r"),
        ("policy", "test", "pipe.yaml"),
        ("consult", "--answers", "pipe.yaml", "--register=r"),
    ],
)
def test_a_pipe_into_which_nobody_writes_is_not_waited_for(pipe: str, words: tuple[str, ...]) -> None:
    outcome = run(*words)
    assert outcome.status in (1, 2)
    assert "pipe.yaml: nothing came through this pipe" in outcome.out + outcome.err


@pytest.mark.parametrize(
    "words", [("decide", "a.yaml", "--policy=pipe.yaml"), ("audit", "pipe.yaml", "--as-at=2026-08-14")]
)
def test_what_is_read_more_than_once_is_no_pipe(pipe: str, words: tuple[str, ...]) -> None:
    case_file(HEAD, "a.yaml")
    assert "pipe.yaml: this is a pipe, and a file is needed" in refused(*words)


def test_what_comes_through_a_pipe_is_waited_for(pipe: str) -> None:
    def write() -> None:
        with Path(pipe).open("w") as opened:
            time.sleep(0.5)  # longer than somebody is waited for who does not come at all
            opened.write(HEAD[:10])
            opened.flush()
            time.sleep(0.1)
            opened.write(HEAD[10:])

    writer = threading.Thread(target=write)
    writer.start()
    outcome = run("decide", "--format=ndjson", pipe)
    writer.join()
    assert (outcome.status, outcome.err) == (0, "")
    assert '"case":"C-0412"' in outcome.out


@pytest.mark.parametrize("words", [("decide", "{}"), ("decide", "a.yaml", "--policy={}"), ("audit", "{}")])
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no such device")
def test_a_device_is_no_file(words: tuple[str, ...]) -> None:
    case_file(HEAD, "a.yaml")
    said = refused(*(word.format("/dev/zero") for word in words))
    assert "/dev/zero: this is a device, not a file" in said


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="has no such device")
def test_a_device_that_holds_nothing() -> None:
    assert "/dev/null: the file is empty" in refused("decide", "/dev/null")


@pytest.mark.parametrize("name", ["case.yaml", "case.json", "case.ndjson"])
def test_fifty_megabytes(name: str) -> None:
    said = refused("decide", case_file('{"case": "' + "a" * (50 * MEGABYTE) + '"}', name))
    assert "larger than 10 MB" in said or "line 1: a line is longer than 16 MB" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.yaml", "[" * 50_000),
        ("case.yaml", "{a: " * 50_000),
        ("case.yaml", "- " * 50_000),
        ("case.json", "[" * 50_000),
        ("case.json", "[" * 50_000 + "]" * 50_000),
        ("case.json", '{"a":' * 50_000 + "1" + "}" * 50_000),
        ("case.json", "[" * 60 + "]" * 60),
        ("case.ndjson", "[" * 50_000 + "\n"),
    ],
)
def test_brackets_within_brackets(name: str, content: str) -> None:
    assert "nested" in refused("decide", case_file(content, name))


def test_a_file_that_is_not_there() -> None:
    assert "nope.yaml: there is no such file" in refused("decide", "nope.yaml")


def test_a_name_too_long_to_be_a_file() -> None:
    assert "the name is too long" in refused("decide", "x" * 5_000)


def test_a_link_that_goes_round() -> None:
    os.symlink("loop.yaml", "loop.yaml")
    assert "goes round in a circle" in refused("decide", "loop.yaml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_or_folder_that_may_not_be_read() -> None:
    os.chmod(case_file(HEAD), 0)
    assert "you have no permission to read it" in refused("decide", "case.yaml")
    os.mkdir("shut", 0)
    assert "you have no permission to look into this folder" in refused("decide", "shut")


@pytest.mark.parametrize("name", ["case.yaml", "case.ndjson"])
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no endless file")
def test_a_file_without_end(name: str) -> None:
    os.symlink("/dev/zero", name)
    assert "this is a device, not a file" in refused("decide", name)


class Endless(io.RawIOBase):
    """What `yes` writes, for ever."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = (b"y\n" * len(buffer))[: len(buffer)]
        return len(buffer)


def test_standard_input_without_end() -> None:
    assert "standard input: is larger than 10 MB" in refused("decide", "-", stdin=Endless())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with a name")
def test_a_pipe_without_end() -> None:
    os.mkfifo("case.yaml")
    with subprocess.Popen(["sh", "-c", "yes > case.yaml"], stderr=subprocess.DEVNULL) as writer:
        said = refused("decide", "case.yaml")
        writer.wait(10)
    assert "larger than 10 MB" in said


def test_as_a_process_of_its_own() -> None:
    case_file("case: [\n")
    command = [sys.executable, "-m", "threshold", "decide", "case.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "case.yaml, line 2, column 1: a bracket is opened and not closed" in done.stderr
    assert "Traceback" not in done.stderr


# Files that are text, but not well-formed


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "line 3, column 4: anchors and aliases"),
        ("about: *a\n", "line 3, column 8: anchors and aliases"),
        ("about: !!python/object/apply:os.system [ls]\n", "line 3, column 8: tags (!)"),
        ("about: !secret x\n", "line 3, column 8: tags (!)"),
        ("about: 'x\n", "a quotation mark is opened and not closed"),
        ("need: {complex: true\n", "a bracket is opened and not closed"),
        ("need: complex: true\n", "line 3, column 14: two values stand on one line"),
        ("need:\n\tcomplex: true\n", "line 4, column 1: a tab is used"),
        ("about: @x\n", "needs quotation marks around it"),
        ('about: "\\q"\n', "a backslash stands before a character that it does not suit"),
        ("- x\n", "line 3, column 1: this is not well-formed YAML"),
        ("about: a\ufffeb\n", "holds a character that does not belong in a text file"),
        ('about: "\\e[2J"\n', "line 3, column 8: holds a character that cannot be printed"),
        (f"about: {'x' * 10_001}\n", "line 3, column 8: is longer than 10000 characters"),
        ("need: {complex: true, complex: true}\n", "line 3, column 23: this key stands twice"),
        ("case: C-2\n", "line 3, column 1: this key stands twice (first on line 1)"),
        ("[a]: b\n", "line 3, column 1: a key must be a word"),
        ("? {a: b}\n: c\n", "a key must be a word"),
        ("~: x\n", "line 3, column 1: a key must be a word"),
    ],
)
def test_yaml_that_is_not_taken(lines: str, says: str) -> None:
    said = refused("decide", case_file(HEAD + lines))
    assert said.startswith("threshold: case.yaml")
    assert says in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{'case': 1}", "line 1, column 2: this is not well-formed JSON"),
        # Which column is told of a comma too many depends on the version of Python.
        ('{"case": "C-1",\n "about": "x",}', "case.json, line 2, column 1"),
        ('{"case": "C-1",\n "case": "C-2"}', "line 2, column 2: this key stands twice"),
        ('{"case": "C-1", "about": "\\ud83d"}', "holds a character that cannot be printed"),
        ('{"case": "C-1", "about": "\\u001b[2J"}', "holds a character that cannot be printed"),
        ('{"case": "C-1",\n "safety": {"scale": {"x": ' + "1" * 5_000 + "}}}", "line 2"),
        ('{"case": "C-1", "as_at": NaN}', "line 1, as_at: must be a date"),
        ("3", "a case is a mapping of facts"),
    ],
)
def test_json_that_is_not_taken(text: str, says: str) -> None:
    assert says in refused("decide", case_file(text, "case.json"))


# What a case may not say


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("need: {complex: yes}", "line 3, need.complex: must be true or false"),
        ("need: {comlex: true}", 'line 3, need: this key is not known here; did you mean "complex"?'),
        ("ned: {complex: true}", 'line 3: this key is not known here; did you mean "need"?'),
        ("1: 2", "line 3: this key is not known here; known are about"),
        ("need: [complex]", "line 3, need: must be a mapping"),
        ("need: {level: 4}", "line 3, need.level: is worked out by the rules"),
        ("assessment: {started: 2026-08-01}", "assessment.started: is read off the timeline"),
        ("request: {direction: step_upp}", "line 3, request.direction: must be one of"),
        ("safety: {scale: {parent: 11}}", "safety.scale: must be a whole number from 0 to 10"),
        ("documents: {attached: consent form}", "documents.attached: must be a list"),
        ("request: {by: Wizard}", "request.by: is not a role"),
        ("about: [x]", "line 3, about: must be text"),
        ("timeline: {on: 2026-08-01}", "line 3, timeline: must be a list of entries"),
        ("timeline: [x]", "timeline.1: an entry is written"),
        ("timeline: [{event: referral}]", 'timeline.1: needs "on"'),
        ("timeline: [{on: 2026-08-01}]", "timeline.1: needs the kind of event"),
        ("timeline: [{on: 2026-08-01, event: refferal}]", 'did you mean "referral"?'),
        ("timeline: [{on: 2026-08-01, event: [referral]}]", "timeline.1.event: is not a kind of event"),
        ("timeline: [{on: 2026-08-01, event: referral, status: holden}]", "timeline.1.status: must be"),
        ("timeline: [{on: 2026-02-30, event: referral}]", "timeline.1.on: is not a day in the calendar"),
        ("timeline: [{on: 2026-08-01, event: consent_given}]", 'timeline.1: needs "for"'),
        ("covers: {refferal: 2026-08-01}", 'covers: this key is not known here; did you mean "referral"?'),
        ("covers: {referral: soon}", "covers.referral: must be a date"),
        ("covers: [referral]", "covers: must map kinds of event to dates"),
        ("overrides: {need.level: 3}", "overrides.need.level: needs exactly: is, by (a role) and reason"),
        ("overrides: {need.complex: {}}", "only a fact that the rules derive can be overridden"),
        (
            "overrides: {need.level: {is: 9, by: Wizard, reason: Judged higher}}",
            "overrides.need.level.is: must be a whole number from 1 to 4",
        ),
        (
            "overrides: {protection.concern: {is: 'false', by: Social Worker, reason: x}}",
            "a protection concern cannot be overridden away",
        ),
    ],
)
def test_what_a_case_may_not_say(lines: str, says: str) -> None:
    assert says in refused("decide", case_file(f"{HEAD}{lines}\n"))


@pytest.mark.parametrize(
    ("as_at", "says"),
    [
        ("1989-12-31", "lies outside the years of the holiday calendar, 1990 to 2050"),
        ("2051-01-01", "lies outside the years of the holiday calendar, 1990 to 2050"),
        ("2026-02-30", "is not a day in the calendar"),
        ("14/08/2026", "must be a date written as year-month-day"),
        ("2026-W33-5", "must be a date written as year-month-day"),
        ("2026-08-14T09:30Z", "must be in local time"),
        ("2026-08-14T9.30", "must be a date and time"),
        ("tomorrow", "must be a date written as year-month-day"),
        ("", "is empty"),
        ("[2026-08-14]", "must be a single value"),
    ],
)
def test_a_date_that_is_none(as_at: str, says: str) -> None:
    said = refused("decide", case_file(f"case: C-0412\nas_at: {as_at}\n"))
    assert f"case.yaml, line 2, as_at: {says}" in said


def test_a_deadline_that_runs_past_the_calendar() -> None:
    said = refused(
        "decide",
        case_file(
            "case: C-0412\nas_at: 2050-12-30\ntimeline:\n"
            "  - {on: 2050-12-20, event: referral}\n  - {on: 2050-12-21, event: assessment_started}\n"
        ),
    )
    assert "case.yaml, C-0412: Working days are known only for the years 1990 to 2050" in said


def test_all_problems_of_a_file_at_once() -> None:
    said = refused(
        "decide",
        case_file(
            "case: John\nas_at: soon\nneed: {complex: yes, comlex: true}\n"
            "need: {}\ntimeline: [{on: 2026-13-01, event: x}]\nname: John\n"
        ),
    )
    lines = [int(found) for found in re.findall(r"line (\d+)[,:]", said)]
    assert lines == sorted(lines)
    assert set(lines) == {1, 2, 3, 4, 5, 6}


def test_a_flood_of_problems_is_cut_short() -> None:
    said = refused("decide", case_file(HEAD + "".join(f"key{n}: x\n" for n in range(5_000))))
    assert said.count("this key is not known here") == 50
    assert "there is perhaps more; put these right first" in said


def test_a_flood_of_keys_that_stand_twice_is_cut_short() -> None:
    said = refused("decide", case_file(HEAD + "about: x\n" * 5_000))
    assert said.count("this key stands twice") == 50
    assert "there is perhaps more; put these right first" in said


def test_a_list_of_anything_but_cases_is_refused_in_one_line() -> None:
    said = refused("decide", case_file("- case: C-1\n" + "- x\n" * 5_000))
    assert "case.yaml, line 2: this is a list, but hardly of cases" in said
    assert said.count("\n") == 2


def test_a_flood_of_entries() -> None:
    entries = "  - {on: 2026-08-01, event: referral}\n" * 2_001
    said = refused("decide", case_file(f"{HEAD}timeline:\n{entries}"))
    assert "timeline: holds more than 2000 entries" in said


# What identifies a child


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("name", "a name"),
        ("child_name", "a name"),
        ("childName", "a name"),
        ("Child's name", "a name"),
        ("First-Name", "a name"),
        ("dob", "a date of birth"),
        ("dateOfBirth", "a date of birth"),
        ("date of birth", "a date of birth"),
        ("child-dob", "a date of birth"),
        ("address", "an address"),
        ("home address", "an address"),
        ("school", "a school"),
        ("schoolName", "a school"),
        ("nhs_number", "an NHS number"),
        ("nhsNumber", "an NHS number"),
        ("NHS-No", "an NHS number"),
        ("upn", "a unique pupil number"),
        ("UPN", "a unique pupil number"),
        ("postcode", "a postcode"),
        ("mobile phone", "a telephone number"),
        ("e-mail", "an e-mail address"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "{}: Kestrel\n",
        "need: {{complex: true, {}: Kestrel}}\n",
        "timeline: [{{on: 2026-08-01, event: referral, {}: Kestrel}}]\n",
        "timeline: [{{on: 2026-08-01, event: nothing_known, {}: Kestrel}}]\n",
        "overrides: {{need.level: {{is: 3, by: Social Worker, reason: x, {}: Kestrel}}}}\n",
    ],
)
def test_fields_that_identify_a_child(key: str, kind: str, place: str) -> None:
    said = refused("decide", case_file(HEAD + place.format(f'"{key}"')))
    assert "line 3" in said
    assert f"{kind} identifies a child and is not taken here" in said
    assert "Kestrel" not in said


@pytest.mark.parametrize("frame", ["case: {}\n", "case: C-1\nfamily: {}\n"])
@pytest.mark.parametrize(
    "reference",
    [
        "9434765919",
        "943-476-5919",
        "C-9434765919",
        "A123456789012",
        "14/08/2010",
        "2010-08-14",
        "14082010",
        "C-20100814",
        "Ada Kestrel",
        "Kestrel, Ada",
        "Ådå",
        "ada@kestrel.example",
        "SW1A1AA",
        "[C-1]",
        "''",
        "~",
    ],
)
def test_references_that_are_none(reference: str, frame: str) -> None:
    said = refused("decide", case_file(frame.format(reference)))
    assert "made-up reference" in said
    assert reference not in said


@pytest.mark.parametrize(
    "text",
    [
        "NHS 943 476 5919",
        "pupil A123456789012",
        "at SW1A 1AA",
        "call 020 7946 0018",
        "call (020) 7946-0018",
        "call +44 7700 900123",
        "ada@kestrel.example",
        "born on 3 May",
        "DOB 3.5.10",
        "child (14/08/2014)",
        "2014-08-14",
        "mum is Sarah Smith",
        "14 Acacia Avenue",
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        'about: "{}"\n',
        'request: {{step: "{}"}}\n',
        'safety: {{scale: {{"{}": 3}}}}\n',
        'overrides: {{need.level: {{is: 3, by: Social Worker, reason: "{}"}}}}\n',
    ],
)
def test_text_that_identifies_a_child(text: str, place: str) -> None:
    said = refused("decide", case_file(HEAD + place.format(text)))
    assert "line 3" in said
    # Who is on the scale is one of a closed list, so that nothing else is read at all.
    assert (
        "says who by something else than a part or a role" if "scale" in place else "seems to hold a"
    ) in said
    assert text not in said


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ("consultation:\n  log_fields: [DOB, {}]\n", "line 4, consultation.log_fields.2"),
        ("consultation: {{logged_in: {}}}\n", "line 3, consultation.logged_in"),
        ("sharing:\n  asked_for:\n  - plan\n  - {}\n", "line 6, sharing.asked_for.2"),
        ("caf: {{records_kept_in: [{}]}}\n", "line 3, caf.records_kept_in.1"),
    ],
)
@pytest.mark.parametrize("typed", ["Ottilie Quill", "943 476 5919", "Ottilie born on 3 May"])
def test_what_is_none_of_the_choices(lines: str, field: str, typed: str) -> None:
    said = refused("decide", case_file(HEAD + lines.format(typed)))
    assert f"{field}: must be one of " in said
    assert "Ottilie" not in said
    assert "5919" not in said


# Several cases: a bad one never stops the others


def decided(outcome: Outcome) -> list[str]:
    return re.findall(r'"schema":"threshold/decision/2","case":"([^"]+)"', outcome.out)


def test_a_list_with_bad_cases() -> None:
    outcome = run(
        "decide",
        "--format=ndjson",
        case_file(
            "- {case: C-1, as_at: 2026-08-14}\n- {case: C-2, ned: {}}\n- {case: C-3, case: C-4}\n"
            "- 3\n- [a]\n- {case: C-5, as_at: 2026-08-14}\n"
        ),
    )
    assert outcome.status == 2
    assert_told(outcome)
    assert decided(outcome) == ["C-1", "C-5"]
    assert [int(n) for n in re.findall(r"case.yaml, line (\d)", outcome.err)] == [2, 3, 4, 5]
    assert "4 cases or files were not decided" in outcome.err


def test_documents_one_after_the_other() -> None:
    path = case_file(f"{HEAD}---\ncase: C-2\nneed: 3\n---\ncase: C-3\n...\n")
    outcome = run("decide", "--format=ndjson", path)
    assert outcome.status == 2
    assert decided(outcome) == ["C-0412", "C-3"]
    assert "case.yaml, line 5, need: must be a mapping" in outcome.err


def test_a_list_within_a_list() -> None:
    assert "line 1: a case is a mapping of facts" in refused("decide", case_file("- - case: C-1\n"))


@pytest.mark.parametrize("scalar", ["word", "3", "true", '"text"'])
def test_a_case_that_is_a_scalar(scalar: str) -> None:
    assert "line 1: a case is a mapping of facts" in refused("decide", case_file(scalar))


LINES = (
    b'{"case": "C-1"}\n\nrubbish\n{"case": "C-2", "ned": {}}\n[1]\n{"case": "C-3", "case": "C-4"}\n'
    b'{"case": "C-5"}\r\n{"case": "C-6\xe9"}\n{"case": "C-7"}'
)


def test_ndjson_with_bad_lines() -> None:
    outcome = run("decide", "--format=ndjson", case_file(LINES, "cases.ndjson"))
    assert outcome.status == 2
    assert_told(outcome)
    assert decided(outcome) == ["C-1", "C-5", "C-7"]
    assert re.findall(r"cases.ndjson, line (\d)", outcome.err) == ["3", "4", "5", "6", "8"]


def test_ndjson_on_standard_input() -> None:
    good = b'{"case": "C-1"}\n{"case": "C-2", "ned": {}}\n{"case": "C-3"}\n'
    outcome = run("decide", "--format=ndjson", "-", stdin=good)
    assert outcome.status == 2
    assert decided(outcome) == ["C-1", "C-3"]
    assert "standard input, line 2: this key is not known here" in outcome.err


def test_a_giant_line_is_told_and_the_next_is_read() -> None:
    lines = b'{"case": "C-1"}\n{"case": "' + b"a" * MEGABYTE + b'"}\n{"case": "C-3"}\n'
    outcome = run("decide", "--format=ndjson", case_file(lines, "cases.ndjson"))
    assert outcome.status == 2
    assert decided(outcome) == ["C-1", "C-3"]
    assert "line 2: this line is longer than 1 MB and was not read" in outcome.err


def test_a_folder_is_searched_for_case_files() -> None:
    for place in ("a", "a/b", ".hidden", "a/.git"):
        Path("cases", place).mkdir(parents=True)
    for name, content in {
        "cases/one.yaml": "case: C-1\n",
        "cases/a/two.yml": "case: C-2\n",
        "cases/a/three.JSON": '{"case": "C-3"}',
        "cases/a/b/four.ndjson": '{"case": "C-4"}\n',
        "cases/a/b/five.jsonl": '{"case": "C-5"}\n',
        "cases/readme.txt": "not: [a case",
        "cases/a/notes.md": "nor this",
        "cases/.hidden/six.yaml": "nor: this",
        "cases/a/.git/seven.yaml": "nor: this",
        "cases/.eight.yaml": "nor: this",
    }.items():
        Path(name).write_text(content)
    os.symlink("..", "cases/a/up")
    os.symlink("round.yaml", "cases/a/round.yaml")
    outcome = run("decide", "--format=ndjson", "cases")
    assert (outcome.status, outcome.err) == (0, "")
    assert sorted(decided(outcome)) == ["C-1", "C-2", "C-3", "C-4", "C-5"]


def test_a_folder_without_case_files() -> None:
    Path("empty").mkdir()
    Path("empty/readme.txt").write_text("x")
    assert "empty: this folder holds no case files (.yaml, .yml, .json" in refused("decide", "empty")


# What is well-formed after all


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.yaml", HEAD.encode("utf-8-sig")),
        ("case.yaml", f"{HEAD}about: naïve\n".encode("utf-16")),
        ("case.yaml", HEAD.replace("\n", "\r\n").encode()),
        ("case.yaml", b"%YAML 1.1\n---\n" + HEAD.encode() + b"...\n"),
        ("case.yaml", HEAD.encode() + b"need:\ncare: {looked_after: }\ntimeline:\n"),
        ("case.json", b'{"case":"C-0412","about":"\\ud83d\\ude00 \\/ \\u00e9",\t"need": null}'),
        ("case.json", '[{"case": "C-0412"}]'.encode("utf-8-sig")),
        ("case.ndjson", b'\xef\xbb\xbf{"case": "C-0412"}\r\n'),
    ],
)
def test_odd_but_good_files(name: str, content: bytes) -> None:
    outcome = run("decide", "--format=ndjson", case_file(content, name))
    assert (outcome.status, outcome.err) == (0, "")
    assert decided(outcome) == ["C-0412"]


@pytest.mark.parametrize("text", ["{case: C-0412}", '{"case":\n\t"C-0412"}', HEAD])
def test_standard_input_takes_yaml_and_json(text: str) -> None:
    assert decided(run("decide", "--format=ndjson", "-", stdin=text.encode())) == ["C-0412"]


# Options


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--as-at=rubbish", "--as-at: must be a date"),
        ("--as-at=2026-02-30", "--as-at: is not a day in the calendar"),
        ("--as-at=1989-01-01", "--as-at: lies outside the years"),
        ("--format=jsn", '--format: must be one of text, json, ndjson, csv, markdown; did you mean "json"?'),
        ("--fail-on=bloked", 'did you mean "blocked"?'),
        ("--fail-on=permitted,rubbish", "--fail-on: must be one of"),
        ("--policy=natoinal", 'there is no policy of that name; did you mean "national"?'),
        ("--policy=nope.yaml", "nope.yaml: there is no such file"),
        ("--policy=/", "there is no policy of that name"),
        ("--set=x", "a trial is written pack.parameter=value"),
        ("--set=national.conference_withn=3 days", 'did you mean "national.conference_within"?'),
        ("--set=national.conference_within=0 working days", "is out of range: less than 1 working day"),
        ("--set=national.conference_within=-1 months", "cannot be negative"),
        ("--set=national.conference_within=soon", "national.conference_within: A length of time is"),
        ("--set=national.conference_within=[", "--set, line"),
        ("--set=national.conference_within=a\n---\nb", "--set: needs one value"),
        ("--wat", "No such option: --wat"),
    ],
)
def test_options_that_are_none(option: str, says: str) -> None:
    case_file(HEAD)
    assert says in refused("decide", "case.yaml", option)


def test_no_case_at_all() -> None:
    assert "Missing argument" in refused("decide")


# Policies


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules that come with the program, to be broken."""
    shutil.copytree(rules_directory(), tmp_path / "rules")
    return tmp_path / "rules"


def change(old: str, new: str) -> Callable[[str], str]:
    def changed(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return changed


CIRCLE = """definitions:
  - {id: X-1, carries: [WT-conference], fact: need.level, hit: most_serious,
     rows: [{when: {proposed.to: care}, is: 1}]}
  - {id: X-2, carries: [WT-conference], fact: proposed.to, hit: exactly_one,
     rows: [{when: {need.level: 1}, is: care}]}
"""


@pytest.mark.parametrize(
    ("file", "changed", "says"),
    [
        ("national/pack.yaml", lambda _: "pack: [\n", "pack.yaml, line 2, column 1: a bracket is opened"),
        ("national/pack.yaml", lambda _: "", "pack.yaml: is empty: must hold one YAML document"),
        ("national/pack.yaml", change("title:", "titel:"), 'did you mean "title"?'),
        (
            "national/rules/child-protection.yaml",
            change("child_protection.conference_needed: true", "child_protection.conferense: true"),
            'no fact "child_protection.conferense" is declared; did you mean',
        ),
        (
            "national/rules/child-protection.yaml",
            change("$conference_within", "$conference_withn"),
            'no parameter $conference_withn is declared; did you mean "conference_within"?',
        ),
        (
            "national/rules/child-protection.yaml",
            change("deadlines:", "deadlines:\n\t- x"),
            "child-protection.yaml, line",
        ),
        ("national/rules/circle.yaml", lambda _: CIRCLE, "definitions go round in a circle: X-1, X-2"),
        (
            "national/parameters.yaml",
            change("is: 15 working days", "is: 0 working days"),
            "national.conference_within: is out of range",
        ),
        ("national/parameters.yaml", change("is: 3 months", "is: -3 months"), "cannot be negative"),
        (
            "policies/national.yaml",
            lambda text: f"{text}\nset: {{national.conference_within: {{is: 0 days, because: x}}}}\n",
            "national.yaml, line",
        ),
        (
            "policies/national.yaml",
            lambda text: f"{text}\nset: {{national.conference: {{is: 1 days, because: x}}}}\n",
            'no parameter "national.conference" is declared',
        ),
        ("policies/national.yaml", lambda _: "- 3", "must be a mapping of keys to values"),
        ("policies/national.yaml", change("pack: national", "pack: natoinal"), 'no pack "natoinal"'),
        ("vocabulary.yaml", change("type: boolean", "type: bolean"), "vocabulary.yaml, line"),
        ("tensions.yaml", lambda _: "[a]", "tensions.yaml: must map each tension's id"),
    ],
)
def test_a_policy_that_is_broken(rules: Path, file: str, changed: Callable[[str], str], says: str) -> None:
    path = rules / file
    path.write_text(changed(path.read_text() if path.exists() else ""))
    case_file(f"- {{{HEAD.strip().replace(chr(10), ', ')}}}\n- {{case: C-2}}\n- {{case: C-3}}\n")
    said = refused("decide", "case.yaml", f"--policy={rules / 'policies' / 'national.yaml'}")
    assert says in said
    assert said.count(says) == 1, "what is wrong with a policy is said once, not for every case"


# Whatever is given


def settled(function: Callable[..., None]) -> Callable[..., None]:
    """Many examples in one folder: each writes the same file anew."""
    return settings(suppress_health_check=[HealthCheck.function_scoped_fixture])(function)


SUFFIXES = ("yaml", "json", "ndjson")


@settled
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
@example(b"\xff\xfe\x00", "yaml")
@example(b"\xfe\xff\xd8\x00", "yaml")
@example(b"- ? |\n", "yaml")
@example(b"%TAG ! tag:x,2000:\n--- !a b", "yaml")
@example(b"case: C-1\nfamily: |\n  x\n", "yaml")
def test_random_bytes(data: bytes, suffix: str) -> None:
    for outcome in (run("decide", case_file(data, f"x.{suffix}")), run("decide", "-", stdin=data)):
        assert outcome.status in (0, 2)
        assert_told(outcome)


WORDS = sorted(
    {word for fact in load_policy().vocabulary.facts for word in fact.split(".")}
    | set(load_policy().vocabulary.events)
    | {"case", "about", "family", "as_at", "covers", "overrides", "timeline", "expect", "on", "event"}
)
SCALARS = st.one_of(
    st.sampled_from(
        ["true", "none", "given", "2026-08-01", "2050-12-31", "1", "step_up", "Social Worker", "held"]
    ),
    st.sampled_from(WORDS),
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=20,
)
CASES = st.builds(lambda rest: {"case": "C-1", **rest}, st.dictionaries(st.sampled_from(WORDS), TREES))


@settled
@given(TREES | CASES, st.sampled_from(SUFFIXES))
def test_random_trees(tree: Any, suffix: str) -> None:
    text = yaml.safe_dump(tree) if suffix == "yaml" else yaml.safe_dump(tree, default_flow_style=True)
    outcome = run("decide", case_file(text.encode("utf-8", "replace"), f"x.{suffix}"))
    assert outcome.status in (0, 2)
    assert_told(outcome)


FULL: dict[str, Any] = {
    "case": "C-1",
    "family": "F-1",
    "about": "words",
    "as_at": "2026-08-14",
    "request": {"direction": "step_up", "to": "child_in_need", "made": "2026-08-12", "step": "Words"},
    "need": {"complex": True},
    "safety": {"scale": {"parent": 6}},
    "documents": {"attached": ["consent form"]},
    "contact": {"received": "2026-08-13T09:30", "brag": "red"},
    "covers": {"referral": "2026-08-14"},
    "overrides": {"need.level": {"is": 3, "by": "Social Worker", "reason": "words"}},
    "timeline": [
        {"on": "2026-08-01", "event": "referral"},
        {"on": "2026-08-02", "event": "consent_given", "for": "sharing", "status": "held"},
        {"on": "2026-08-03", "event": "network_meeting", "attended": ["Family"]},
    ],
    "expect": {"status": "permitted"},
}


def marked(tree: Any, marker: str) -> Iterator[Any]:
    """The tree with the marker instead of one value, as one key, or as one more key: each in turn."""
    yield marker
    if isinstance(tree, dict):
        yield {**tree, marker: marker}
        for key, inner in tree.items():
            rest = {name: part for name, part in tree.items() if name != key}
            yield {**rest, marker: inner}
            for changed in marked(inner, marker):
                yield {**tree, key: changed}
    if isinstance(tree, list):
        yield [*tree, marker]
        for place, inner in enumerate(tree):
            for changed in marked(inner, marker):
                yield [*tree[:place], changed, *tree[place + 1 :]]


MARKED = list(marked(FULL, "@@"))


@settled
@given(
    st.sampled_from(MARKED),
    st.text("qxzjvkw", min_size=6, max_size=20),
    st.sampled_from(["{}", "{} {}", "{}-943 476 5919", "{}: 020 7946 0018", "{}@{}.example", "\x07{}"]),
    st.sampled_from(SUFFIXES),
)
def test_what_was_given_is_never_repeated(tree: Any, word: str, form: str, suffix: str) -> None:
    marker = form.format(word, word)
    text = json.dumps(tree).replace('"@@"', json.dumps(marker))
    outcome = run("decide", "--all", case_file(text, f"x.{suffix}"))
    assert_told(outcome)
    assert outcome.status in (0, 2)
    if outcome.status == 2:
        assert word not in outcome.out + outcome.err


def test_every_place_of_a_case_is_marked() -> None:
    """The property above looks at a case that is good as long as nothing in it is marked."""
    outcome = run("decide", "--format=ndjson", case_file(json.dumps(FULL), "x.json"))
    assert (outcome.status, outcome.err) == (0, "")
    assert len(MARKED) > 60
