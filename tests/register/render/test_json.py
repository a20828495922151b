"""Everything that the register tells, as JSON that other programs read back."""

import json
from dataclasses import asdict

from threshold.register.render.json import (
    as_data,
    entries_json,
    entry_json,
    entry_ndjson,
    keys_json,
    list_json,
    replay_json,
    stats_json,
)
from threshold.register.replay import Difference, Replayed
from threshold.register.stats import stats
from threshold.register.store import open_register

from ..conftest import ENTRIES, erase, signing


def test_an_entry_is_told_in_full_with_its_link_and_what_it_rests_on(filled):
    with open_register(filled) as register:
        entry, content = register.entries()[2], register.content(3)
        data = as_data(register, entry)
    assert (data["entry"], data["recorded"], data["case"]) == (3, entry.link.made, "C-3")
    assert (data["case_file"], data["recommendation"]["case"]) == ({"case": "C-3"}, "C-3")
    assert bytes.fromhex(data["salt"]) == content.salt
    assert data["chain"] == asdict(entry.link)
    assert data["decided"]["by"] == "Team Manager"
    assert "erased" not in data


def test_of_an_erased_entry_its_link_is_told(filled, tmp_path):
    erase(filled, signing(filled, tmp_path), 3)
    with open_register(filled) as register:
        data = as_data(register, register.entries()[2])
    assert list(data) == ["entry", "recorded", "erased", "chain"]
    assert data["erased"] is True


def test_a_line_of_ndjson_is_one_line_for_each_entry(filled):
    with open_register(filled) as register:
        entries = register.entries()
        lines = "".join(entry_ndjson(register, entry) for entry in entries).splitlines()
        assert [json.loads(line)["entry"] for line in lines] == [1, 2, 3, 4, 5, 6, 7]
        assert json.loads(entries_json(register, entries)) == [json.loads(line) for line in lines]
        assert "\n" not in entry_json(register, entries[0])
        assert json.loads(entry_json(register, entries[0])) == json.loads(lines[0])


def test_what_is_no_decision_is_told_with_its_kind(filled, tmp_path):
    signer = signing(filled, tmp_path)
    erase(filled, signer, 3)
    with open_register(filled) as register:
        key, erasure = [json.loads(entry_json(register, entry)) for entry in register.entries()[7:]]
        (listed,) = json.loads(keys_json(register.keyring().keys.values()))
    assert (key["kind"], key["change"], key["name"], key["public"]) == (
        "key",
        "add",
        "TM-07",
        signer.public,
    )
    assert (erasure["kind"], erasure["entries"], erasure["by"]) == ("erasure", [3], "Team Manager")
    assert erasure["chain"]["erases"] == 3
    assert erasure["chain"]["signer"] == signer.public == listed["public"]
    assert (listed["name"], listed["added"], listed["revoked"]) == ("TM-07", 8, None)


def test_a_list_has_a_row_for_each():
    rows = json.loads(list_json(ENTRIES))
    assert [row["entry"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[3]["decision"] == "erased"


def test_replays_say_what_each_came_to():
    replays = [Replayed(1, "C-1", "differs", (Difference("status", None, "met"),)), Replayed(2, "", "erased")]
    first, second = json.loads(replay_json(replays))
    assert first["differences"] == [{"what": "status", "then": None, "now": "met"}]
    assert (second["outcome"], second["differences"]) == ("erased", [])


def test_counts_end_in_a_line_break():
    text = stats_json(stats(ENTRIES))
    assert text.endswith("}\n")
    told = json.loads(text)
    assert told["all"] == {"name": "all decisions", "decisions": 4, "overridden": 2}
    assert (told["mismatches"], told["erased"]) == (1, 1)


def test_what_was_erased_since_it_was_listed_is_told_as_erased(filled, tmp_path):
    with open_register(filled) as register:
        entry = register.entries()[2]
    erase(filled, signing(filled, tmp_path), 3)
    with open_register(filled) as register:
        assert as_data(register, entry)["erased"] is True
