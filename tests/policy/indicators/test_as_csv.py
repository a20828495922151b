"""Signs written back as CSV are read the same, whatever they say."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as some

from threshold.policy.indicators.as_csv import as_csv
from threshold.policy.indicators.model import Place, Sign

from .making import HEADER, ROW, csv, read

letters = some.text(alphabet="abZ '\";,=+-@:\u00e9\u2019\u00a0\ufe0f\n\t?|", max_size=20)
texts = letters.map(lambda text: f"a{text}") | letters.map(lambda text: f"- {text}.")
ages = some.sampled_from(["", "5 to 16", "under 13", "13+", "up to 16", "unborn", "unborn to 2", "7"])
rows = some.tuples(
    some.sampled_from(["2", "3.0", "Early Support", "- low"]),
    some.sampled_from(["Health & growth", "health_and_growth", "At home", "9", "=home"]),
    texts,
    ages,
    some.sampled_from(["yes", "", "x", "no"]),
)


def plain(signs: tuple[Sign, ...]) -> list[Sign]:
    return [replace(each, place=Place("", None)) for each in signs]


def quoted(cell: str) -> str:
    text = cell if not cell.startswith("=") else f"'{cell}"
    return '"' + text.replace('"', '""') + '"'


@settings(max_examples=60)
@given(some.lists(rows, min_size=1, max_size=5))
def test_what_is_written_is_read_the_same(rows: list[tuple[str, ...]]) -> None:
    text = csv(*([f"EM-{number}", *map(quoted, row)] for number, row in enumerate(rows)), header=HEADER[:6])
    with TemporaryDirectory() as folder:
        first = read(Path(folder), indicators_csv=text)
        again = read(Path(folder), indicators_csv=as_csv(first))
    assert plain(again.signs) == plain(first.signs)
    assert as_csv(again) == as_csv(first)


def test_a_domain_is_written_by_its_title_unless_that_says_another_key(tmp_path: Path) -> None:
    yaml = "domains: {health: {title: Body and mind}, home: }\n"
    table = read(
        tmp_path, indicators_yaml=yaml, indicators_csv=csv(ROW, ("EM-2", "2", "home", "Is it cold?"))
    )
    assert as_csv(table).splitlines() == [
        ",".join(HEADER),
        "EM-1,2,health,Is the child unwell?,,,em_1",
        "EM-2,2,Home,Is it cold?,,,em_2",
    ]
