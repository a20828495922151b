"""Reading and inspecting an export by its path: the kind is recognised, or is the one that is named."""

import os
from datetime import date
from pathlib import Path

import pytest
from tests.exports.conftest import AS_AT, EVENTS, MAP, ROWS, Read, Write, WriteMap, events

import threshold.exports
from threshold.exports import FORMATS, inspect_export, read_export
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary


def test_what_is_not_there_is_told_before_any_kind_is_looked_for(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    for format_ in (None, *FORMATS):
        with pytest.raises(BadInput, match="no such file or folder"):
            read_export(tmp_path / "nowhere.csv", vocabulary, AS_AT, format_)
        with pytest.raises(BadInput, match="no such file or folder"):
            inspect_export(tmp_path / "nowhere.csv", vocabulary, format_)


def test_a_kind_that_is_named_goes_before_the_one_that_is_recognised(write: Write, read: Read) -> None:
    path = write(*ROWS)
    path = path.rename(path.with_suffix(".xml"))
    with pytest.raises(BadInput, match="no XML"):
        read(path)
    assert events(read(path, format_="events")) == EVENTS


def test_inspecting_asks_for_no_date_and_looks_with_the_map(
    write: Write, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    headers = ["child_id", "event", "date", "other", "status"]
    path = write(*ROWS, headers=headers)
    given = column_map(MAP.replace("ref_id", "other"))
    taken = {each.column: each.taken_for for each in inspect_export(path, vocabulary, None, given).seen}
    assert "links a start to its end" in taken["other"]
    unmapped = {each.column: each.taken_for for each in inspect_export(path, vocabulary).seen}
    assert unmapped["other"] == ""


def test_the_date_and_the_map_reach_the_reader(
    write: Write, vocabulary: Vocabulary, column_map: WriteMap
) -> None:
    given = column_map(MAP + "covers: {referral: as_at}\n")
    export = read_export(write(*ROWS), vocabulary, date(2024, 8, 1), column_map=given)
    assert export.tables.as_at == date(2024, 8, 1)
    assert export.tables.covers == {"referral": date(2024, 8, 1)}


@pytest.mark.parametrize("in_folder", [True, False])
def test_a_file_whose_name_is_no_text_is_refused_in_words(
    tmp_path: Path, vocabulary: Vocabulary, in_folder: bool
) -> None:
    path = tmp_path / os.fsdecode(b"a\xff.csv")
    path.write_text("child_id,event,date\n1,referral,2024-01-02\n")
    for look in (read_export, inspect_export):
        with pytest.raises(BadInput, match="bytes that are no text"):
            look(tmp_path if in_folder else path, vocabulary)


def test_all_that_the_package_names_is_there_and_nothing_else() -> None:
    assert all(getattr(threshold.exports, name) is not None for name in threshold.exports.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = threshold.exports.nothing
