"""The kinds of export that are known: each is recognised, and its reader comes only when it is asked for."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import AS_AT, ASSESSMENTS, JANUARY, MARCH, ROWS, Read, Sheets, Write

from threshold.exports import Export, Inspection
from threshold.exports.formats import FORMATS, Reader
from threshold.exports.formats.recognition import ANNEX_A, CENSUS, LOCAL_EVENTS, SSD
from threshold.exports.request import Request
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

TITLES = {"annex-a": ANNEX_A, "census": CENSUS, "ssd": SSD, "events": LOCAL_EVENTS}
DATASET = "cine_referral_id,cine_person_id,cine_referral_date\nR1,1,2024-01-08\n"
CENSUS_XML = (
    "<Message><Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers>"
    "<CINdetails><CINreferralDate>2024-01-08</CINreferralDate></CINdetails></Child></Message>"
)


@pytest.fixture
def one_of(tmp_path: Path, workbook: Callable[[Sheets], Path], write: Write) -> Callable[[str], Path]:
    """A small export of this kind."""

    def make(name: str) -> Path:
        if name == "annex-a":
            return workbook({"List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]})
        if name == "events":
            return write(*ROWS)
        if name == "ssd":
            folder = tmp_path / "ssd"
            folder.mkdir()
            (folder / "ssd_cin_episodes.csv").write_text(DATASET, encoding="utf-8")
            return folder
        path = tmp_path / "census.xml"
        path.write_text(CENSUS_XML, encoding="utf-8")
        return path

    return make


OneOf = Callable[[str], Path]


def test_the_kinds_are_known_by_these_names_and_titles() -> None:
    assert {name: each.title for name, each in FORMATS.items()} == TITLES


@pytest.mark.parametrize("name", TITLES)
def test_an_export_is_recognised_as_its_own_kind_before_any_other(one_of: OneOf, name: str) -> None:
    path = one_of(name)
    assert next(each for each in FORMATS if FORMATS[each].recognises(path)) == name


@pytest.mark.parametrize("name", TITLES)
def test_a_reader_reads_and_inspects_as_the_protocol_says(
    one_of: OneOf, vocabulary: Vocabulary, name: str
) -> None:
    reader = FORMATS[name].reader()
    for method in ("read", "inspect"):
        asked = inspect.signature(getattr(Reader, method))
        has = inspect.signature(getattr(reader, method))
        assert list(has.parameters) == list(asked.parameters)[1:]
        # What the protocol gives is named, for to load it takes long.
        given = has.return_annotation
        assert getattr(given, "__name__", given) == getattr(
            asked.return_annotation, "__name__", asked.return_annotation
        )
    path = one_of(name)
    export = reader.read(path, Request(vocabulary, AS_AT))
    assert isinstance(export, Export)
    assert (export.source.format, export.source.name) == (TITLES[name], path.name)
    assert export.tables.as_at == AS_AT
    assert export.tables.events.height > 0
    inspection = reader.inspect(path, Request(vocabulary))
    assert isinstance(inspection, Inspection)
    assert (inspection.format, inspection.name) == (TITLES[name], path.name)
    assert any(each.taken_for for each in inspection.seen)


def test_a_folder_of_lists_is_annex_a_though_it_is_a_folder_of_rows_too(tmp_path: Path, read: Read) -> None:
    (tmp_path / "List 4.csv").write_text(f"{','.join(ASSESSMENTS)}\n1,2024-01-08,2024-03-04\n")
    assert [name for name, each in FORMATS.items() if each.recognises(tmp_path)] == ["annex-a", "events"]
    assert read(tmp_path).source.format == ANNEX_A


@pytest.mark.parametrize("name", ["notes.md", "folder"])
def test_what_is_no_known_kind_is_told_every_kind_that_is(tmp_path: Path, read: Read, name: str) -> None:
    path = tmp_path / name
    path.mkdir() if name == "folder" else path.write_text("nothing")
    with pytest.raises(BadInput) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert "--from" in problem.message
    for name_, title in TITLES.items():
        assert f"{name_} ({title})" in problem.message


RECOGNISE = """
import sys
from pathlib import Path
from threshold.exports.formats import FORMATS
for path in map(Path, sys.argv[1:]):
    print(next(name for name, each in FORMATS.items() if each.recognises(path)))
print(*({"lxml", "fastexcel"} & set(sys.modules)))
FORMATS["census"].reader()
print(*({"lxml", "fastexcel"} & set(sys.modules)))
"""


def test_recognising_loads_none_of_the_readers_libraries(one_of: OneOf) -> None:
    paths = [str(one_of(name)) for name in TITLES]
    words = [sys.executable, "-c", RECOGNISE, *paths]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [*TITLES, "", "lxml"]
