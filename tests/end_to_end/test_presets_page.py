"""docs/presets.md lists every preset with what it holds.

After a change to a pack's presets: python tests/end_to_end/test_presets_page.py --write
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from threshold.handbook import Book
from threshold.handbook.parameters import presets, value
from threshold.policy import load_policy, policy_names

PAGE = Path(__file__).parents[2] / "docs" / "presets.md"
DAY = date(2026, 11, 30)
BEGINS, ENDS = "<!-- presets -->\n", "<!-- end of presets -->"


def listed() -> str:
    """Every preset of every pack that comes along, pack by pack and parameter by parameter."""
    told: dict[str, str] = {}
    for policy in policy_names():
        book = Book(load_policy(policy), DAY)
        for name in sorted(book.parameters):
            if name not in told and (rows := presets(book, name)):
                told[name] = "\n".join(_parameter(book, name, rows))
    return "\n".join(told[name] for name in sorted(told))


def _parameter(book: Book, name: str, rows: tuple[tuple[str, str, str], ...]) -> Iterator[str]:
    yield f"### `{name}`\n"
    yield f"{book.declared(name).entry.means}. The document's own: {value(book, book.parameters[name])}.\n"
    yield "| preset | what it holds | why |\n|---|---|---|"
    for preset, held, because in rows:
        yield f"| `{preset}` | {held} | {because} |"
    yield ""


def test_the_page_lists_every_preset_as_it_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition(BEGINS)[2].partition(ENDS)[0] == f"\n{listed()}\n", f"if it should be so: {__doc__}"


def test_presets_of_several_packs_stand_there_with_their_numbers() -> None:
    text = listed()
    assert "| `red_4_hours_amber_1_green_3_working_days` | red: moves up, respond within 4 hours; " in text
    assert text.index("### `caf-team.brag`") < text.index("### `mosaic-cin.cin_review_every`")
    assert "not usable" not in text


def write() -> None:
    """Put the list of today in the place of the page's."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    PAGE.write_text(f"{before}{BEGINS}\n{listed()}\n{ENDS}{rest.partition(ENDS)[2]}", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
