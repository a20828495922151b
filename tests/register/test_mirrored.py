"""A mirror that was tampered with, or a register: each difference is named, and nobody accused wrongly."""

import json
from pathlib import Path

import pytest

from threshold.register.mirror import Mirror
from threshold.register.mirrored import hold_against
from threshold.register.store import open_register

from .conftest import fill, tamper


@pytest.fixture
def mirror(filled, tmp_path) -> Path:
    with open_register(filled) as register:
        Mirror(tmp_path / "mirror").catch_up(register)
    return tmp_path / "mirror"


def told(path: Path, mirror: Path) -> list[str]:
    with open_register(path) as register:
        return [str(fault) for fault in hold_against(register, mirror).faults]


UNREADABLE = "a line of the mirror cannot be read: it was altered, or is none of this program's"
EMPTY = (
    "the mirror has no entries: nothing was recorded with it yet, or all was taken out of it. The next entry "
    "that is recorded with it begins it"
)
MISSING = "missing in the mirror: recorded without it, or taken out of it"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: lines[:8] + lines[7:8], ["entry 7: stands in the mirror twice"]),
        (lambda lines: lines[:4] + lines[3:], ["entry 3: stands in the mirror twice"]),
        (lambda lines: lines[:3] + lines[4:], [f"entry 3 is {MISSING}"]),
        (lambda lines: lines[:1] + lines[4:], [f"entries 1 to 3 are {MISSING}"]),
        (lambda lines: lines[:6], [f"entries 6 to 7 are {MISSING}"]),
        (lambda lines: lines[:1], [EMPTY]),
        (lambda lines: [], [EMPTY]),
        (lambda lines: [lines[0][:20]], [EMPTY]),
        (
            lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
            [f"entry 3 is {MISSING}", "entry 3: stands in the mirror twice"],
        ),
        (
            lambda lines: [*lines[:3], lines[3][:50] + b"\n", *lines[4:]],
            [f"entry 3 is {MISSING}"],
        ),
        (lambda lines: [*lines[:3], b"junk\n", *lines[4:]], [UNREADABLE, f"entry 3 is {MISSING}"]),
        (lambda lines: [*lines, b"x" * 10], [UNREADABLE]),
    ],
)
def test_what_was_done_to_a_mirror_is_named(filled, mirror, change, expected):
    mirror.write_bytes(b"".join(change(mirror.read_bytes().splitlines(keepends=True))))
    assert told(filled, mirror) == expected


@pytest.mark.parametrize("name", ["made", "content", "previous", "hash", "number", "erases"])
def test_a_line_altered_in_any_place_is_named_and_the_register_not_accused(filled, mirror, name):
    lines = mirror.read_bytes().splitlines(keepends=True)
    data = json.loads(lines[4])
    lines[4] = json.dumps(data | {name: 9 if name in ("number", "erases") else "0" * 64}).encode() + b"\n"
    mirror.write_bytes(b"".join(lines))
    found = told(filled, mirror)
    assert found
    assert all("mirror" in each for each in found)
    assert not any("rewritten" in each or "cut off" in each for each in found)


@pytest.mark.parametrize(
    "junk", ["null", "7", "[" * 50_000, '{"number": null}', '{"number": 1e400}', "\ud800"]
)
def test_rubbish_in_a_mirror_stops_nothing(filled, mirror, junk):
    mirror.write_bytes(mirror.read_bytes() + junk.encode("utf-8", "surrogatepass") + b"\n")
    assert "cannot be read" in told(filled, mirror)[-1]


def test_one_altered_entry_is_no_rewriting_of_all_after_it(filled, mirror):
    tamper(filled, f"UPDATE chain SET hash = '{'0' * 64}' WHERE number = 4")
    assert told(filled, mirror) == [
        "entry 4: is not as the mirror has it, though what follows is: it was altered, here or there"
    ]


def test_many_differences_are_counted(path, tmp_path):
    fill(path, 40)
    with open_register(path) as register:
        Mirror(tmp_path / "mirror").catch_up(register)
        lines = (tmp_path / "mirror").read_bytes().splitlines(keepends=True)
        (tmp_path / "mirror").write_bytes(b"".join(line * 2 for line in lines[:1] + lines[1:]))
        found = hold_against(register, tmp_path / "mirror")
    assert found.entries == 40
    assert len(found.faults) == 21
    assert "more differences" in found.faults[-1].what
