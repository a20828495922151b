"""Everything that the register tells, as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from threshold.output.escaping import json_text
from threshold.register.chain import Link
from threshold.register.contents import data_from
from threshold.register.entries import Entry, Summary
from threshold.register.keyring import Key
from threshold.register.query import refuse_what_is_amiss, row
from threshold.register.replay import Replayed
from threshold.register.stats import Stats
from threshold.register.store import Register

_OF_VERSION_1 = ("number", "made", "content", "erases", "previous", "hash")


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


def keys_json(keys: Iterable[Key]) -> str:
    """The keys that a register knows."""
    return _readable([asdict(key) | {"fingerprint": key.fingerprint} for key in keys])


def stats_json(stats: Stats) -> str:
    """The counts."""
    return _readable(asdict(stats)) + "\n"


def as_data(register: Register, entry: Entry) -> dict[str, Any]:
    """An entry in full as plain data. Raises BadInput where it is not as it was recorded."""
    refuse_what_is_amiss([entry])
    data: dict[str, Any] = {"entry": entry.link.number, "recorded": entry.link.made}
    content = register.as_recorded(entry.link)
    if content is None:
        data["erased"] = True
    elif isinstance(entry.told, Summary):
        data |= _said(entry.told)
        data["case_file"] = data_from(content.case_file, entry.link.number)
        data["recommendation"] = data_from(content.recommendation, entry.link.number)
        data["salt"] = content.salt.hex()
    else:
        data |= {"kind": entry.link.kind, **(asdict(entry.told) if entry.told else {})}
        data["salt"] = content.salt.hex()
    data["chain"] = _link(entry.link)
    return data


def _said(summary: Summary) -> dict[str, Any]:
    """A summary as it was recorded: those of version 1 did not say which register they are of."""
    data = asdict(summary)
    if not summary.register:
        del data["register"]
    return data


def _link(link: Link) -> dict[str, Any]:
    """A link by all that its hash is made of."""
    data = asdict(link)
    return {name: data[name] for name in _OF_VERSION_1} if link.format == 1 else data


def _readable(content: object) -> str:
    return json_text(content, indent=2)
