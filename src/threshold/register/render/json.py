"""Everything that the register tells, as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from threshold.output.escaping import json_text
from threshold.register.entries import Entry
from threshold.register.query import row
from threshold.register.replay import Replayed
from threshold.register.stats import Stats
from threshold.register.store import Register
from threshold.register.verify import Fault, Verified


def list_json(entries: Iterable[Entry]) -> str:
    """A row for each entry."""
    return _readable([row(entry) for entry in entries])


def entry_json(register: Register, entry: Entry) -> str:
    """One entry in full, on one line."""
    return json_text(as_data(register, entry))


def entries_json(register: Register, entries: Iterable[Entry]) -> str:
    """Entries in full, as a list."""
    return _readable([as_data(register, entry) for entry in entries])


def entry_ndjson(register: Register, entry: Entry) -> str:
    """One entry in full as a line of NDJSON."""
    return json_text(as_data(register, entry), close=True) + "\n"


def replay_json(replays: Iterable[Replayed]) -> str:
    """What each replay came to."""
    return _readable([asdict(each) for each in replays])


def verified_json(verified: Verified, faults: Sequence[Fault]) -> str:
    """What a look at the register verified, with all that is amiss."""
    return _readable(asdict(verified) | {"faults": [asdict(fault) for fault in faults]})


def stats_json(stats: Stats) -> str:
    """The counts."""
    return _readable(asdict(stats)) + "\n"


def as_data(register: Register, entry: Entry) -> dict[str, Any]:
    """An entry in full as plain data."""
    data: dict[str, Any] = {"entry": entry.link.number, "recorded": entry.link.made}
    content = register.content(entry.link.number)
    if entry.summary is None or content is None:
        data["erased"] = True
    else:
        data |= asdict(entry.summary)
        data["case_file"] = json.loads(content.case_file)
        data["recommendation"] = json.loads(content.recommendation)
        data["salt"] = content.salt.hex()
    data["chain"] = asdict(entry.link)
    return data


def _readable(content: object) -> str:
    return json_text(content, indent=2)
