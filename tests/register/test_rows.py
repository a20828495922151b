"""What stands in the file is read as it stands: every row once, in pieces, whatever was done to it."""

import sqlite3
from contextlib import closing

import pytest

from threshold.register import rows
from threshold.register.chain import KEY
from threshold.register.rows import Damaged, damage_told
from threshold.register.store import open_register

from .conftest import erase, fill, look_strict, loosen, signing, tamper


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 8, 500])
@pytest.mark.parametrize("in_pieces", [True, False])
def test_every_row_is_read_once_however_long_the_pieces(filled, monkeypatch, piece, in_pieces):
    monkeypatch.setattr(rows, "PIECE", piece)
    with open_register(filled) as register:
        found = list(register.rows(in_pieces))
        assert [row.number for row in found] == [1, 2, 3, 4, 5, 6, 7]
        assert [row.link for row in found] == register.links()
        assert [row.content for row in found] == [register.content(number) for number in range(1, 8)]


def test_an_empty_register_has_no_rows(path):
    fill(path, 0)
    with open_register(path) as register:
        assert list(register.rows()) == []
        assert (register.newest(), register.greatest(), register.orphans(9)) == (None, 0, [])


@pytest.mark.parametrize("piece", [1, 2, 3, 500])
@pytest.mark.parametrize("long", [(1,), (4,), (4, 5), (7,), (1, 2, 3, 4, 5, 6, 7)])
def test_only_what_is_too_long_is_left_unread(filled, monkeypatch, short_cells, piece, long):
    monkeypatch.setattr(rows, "PIECE", piece)
    numbers = ", ".join(map(str, long))
    tamper(
        filled,
        f"UPDATE content SET recommendation = CAST(zeroblob(200000) AS TEXT) WHERE number IN ({numbers})",
    )
    with open_register(filled) as register:
        found = list(register.rows())
    assert [row.number for row in found] == [1, 2, 3, 4, 5, 6, 7]
    assert tuple(row.number for row in found if row.content is None) == long
    assert all(row.holds and row.link is not None for row in found)


def test_a_link_that_is_too_long_leaves_the_others_as_they_are(filled, short_cells):
    made = loosen(filled)
    tamper(filled, "UPDATE chain SET hash = CAST(zeroblob(200000) AS TEXT) WHERE number = 4")
    look_strict(filled, made)
    with open_register(filled) as register:
        assert [row.number for row in register.rows() if row.link is None] == [4]


def test_what_is_damaged_ends_the_reading_and_others_who_write_do_not(filled):
    with pytest.raises(Damaged), damage_told():
        raise corrupt()
    with pytest.raises(sqlite3.OperationalError), damage_told():
        raise sqlite3.OperationalError("locked")


def corrupt() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def test_the_structure_is_looked_at_for_only_so_long(filled):
    with open_register(filled) as register:
        assert register.structure(60) is True
        assert register.structure(-1) in (True, None)  # so short that it may be over before anybody looks
    fill_large = filled.with_name("large.sqlite")
    fill(fill_large, 400)
    with open_register(fill_large) as register:
        assert register.structure(60) is True


def test_content_of_no_entry_is_found_and_so_much_of_it_told(filled):
    tamper(
        filled,
        "INSERT INTO content SELECT number + 100, salt, summary, case_file, recommendation FROM content",
        "INSERT INTO content SELECT -9, salt, summary, case_file, recommendation FROM content LIMIT 1",
    )
    with open_register(filled) as register:
        assert register.orphans(100) == [-9, 101, 102, 103, 104, 105, 106, 107]
        assert register.orphans(2) == [-9, 101]


def test_keys_and_erasures_are_found_by_their_index(filled, tmp_path):
    erase(filled, signing(filled, tmp_path), 3, 5)
    with open_register(filled) as register:
        assert [link.number for link, _ in register.of_kind(KEY)] == [8]
        assert [link.number for link, _ in register.erasures_of(3)] == [9]
        assert register.erasures_of(4) == []
    with closing(sqlite3.connect(filled)) as database:
        for query in (
            "SELECT number FROM chain WHERE kind <> 'decision' AND kind = 'key' AND number > 0",
            "SELECT number FROM chain WHERE erases = 3",
        ):
            ((*_, plan),) = database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
            assert "USING COVERING INDEX" in plan


def test_whose_content_it_is_is_found_by_its_digest(filled):
    with open_register(filled) as register:
        assert register.owner_of(register.content(6).digest) == 6
        assert register.owner_of("0" * 64) is None
