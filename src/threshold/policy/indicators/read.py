"""The indicator table of a pack, read from whichever of its files are there, with everything checked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from threshold.policy.indicators.combinations import wrong_combinations
from threshold.policy.indicators.delimited import read_delimited
from threshold.policy.indicators.document import Document, read_document
from threshold.policy.indicators.domains import settled, unused
from threshold.policy.indicators.grid import WrittenSign
from threshold.policy.indicators.model import Combination, IndicatorTable, Place, Sign
from threshold.policy.indicators.signs import signs_of
from threshold.policy.places import TABLES, table_files
from threshold.reading import BadInput, Problem

STEM = "indicators"

# What people call such a table otherwise: it would be passed over, and nobody would be told.
_NOT_READ = (
    *(".yml", ".json", ".tsv", ".txt", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".doc", ".docx", ".pdf"),
    *(".yaml", ".csv", ".xlsx"),  # in capitals
)
MOST_SIGNS = 2_000  # several times as many as any document has; each is asked, counted and compared
_COPIES = 5  # as many signs in two files are no slip


def read_table(folder: Path, levels: Sequence[str] = ()) -> IndicatorTable | None:
    """The indicator table of a pack; None where it has none.

    `levels` are the names of the levels, from the least up, where the pack names them. Raises BadInput with
    every problem.
    """
    problems = list(_passed_over(folder))
    files = table_files(folder)
    if not files and not problems:
        return None
    document, rows, whole = _gathered(files, problems)
    if len(rows) > MOST_SIGNS:
        message = f"holds more than {MOST_SIGNS:,} signs with this one; keep those that the document has"
        raise BadInput(*problems, rows[MOST_SIGNS].place.problem(message))
    signs = signs_of(rows, problems)
    problems.extend(_twice(signs, document.combinations))
    named = {row.place: row.cells["domain"].place for row in rows if "domain" in row.cells}
    placed, domains = settled(signs, document.domains, named, problems)
    if whole and files and not rows:
        problems.append(Problem("holds no sign; write `signs:`, or put a table beside it", str(files[0])))
    elif whole and not problems:  # else a sign that would be counted here may be among those not read
        problems.extend(unused(document.domains, placed))
        problems.extend(wrong_combinations(document.combinations, placed, levels))
    if problems:
        raise BadInput(*problems)
    return IndicatorTable(
        tuple(placed),
        tuple(domains),
        document.combinations,
        document.otherwise,
        tuple(files),
        document.otherwise_at,
    )


def _gathered(files: Sequence[Path], problems: list[Problem]) -> tuple[Document, list[WrittenSign], bool]:
    """What the files say, and whether all of them could be read."""
    document = Document((), (), (), "", ())
    rows: list[WrittenSign] = []
    whole = True
    for path in files:
        try:
            if path.suffix == ".yaml":
                document = read_document(path)
                problems.extend(document.problems)
                rows.extend(document.signs)
            else:
                rows.extend(_rows(path))
        except BadInput as error:
            whole = False
            problems.extend(error.problems)
    return document, rows, whole


def _rows(path: Path) -> list[WrittenSign]:
    if path.suffix == ".csv":
        return read_delimited(path)
    # What opens workbooks is loaded only where there is one.
    from threshold.policy.indicators.sheets import read_workbook

    return read_workbook(path)


def _passed_over(folder: Path) -> Iterator[Problem]:
    """Files that are meant to be the table, and are not called so or not of a kind that is read."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return  # whoever reads the pack says so
    for path in found:
        if path.name in TABLES or path.stem.casefold() != STEM or path.is_dir():
            continue
        kind = path.suffix.lower()
        if kind in (".yaml", ".csv", ".xlsx"):
            message = f"is not read under this name; call it {STEM}{kind}"
        elif kind == ".yml":
            message = f"is not read under this name; call it {STEM}.yaml"
        elif kind in _NOT_READ:
            message = f"is not read; open it and save it as {STEM}.xlsx or {STEM}.csv"
        else:
            continue
        yield Problem(message, str(path))


def _twice(signs: Sequence[Sign], combinations: Sequence[Combination]) -> Iterator[Problem]:
    """Ids and names that stand twice, each with the place where it stood first."""
    ids: dict[str, Place] = {}
    names: dict[str, Sign] = {}
    copies: Counter[tuple[str, str]] = Counter()
    told: list[tuple[tuple[str, str], Problem]] = []
    all_of_them: tuple[Sign | Combination, ...] = (*signs, *combinations)
    for each in all_of_them:
        first = ids.setdefault(each.id.casefold(), each.place)
        if first is not each.place:
            files = (first.file, each.place.file)
            copies[files] += 1
            message = f"this id stands on {first.told(each.place.file)} already; give one of them another"
            told.append((files, each.place.problem(message, "id")))
        elif isinstance(each, Sign):
            before = names.setdefault(each.name, each)
            if before is not each:
                where = before.place.told(each.place.file)
                message = f"has the same name as the sign on {where}; give one of them another `name`"
                told.append(((each.place.file, each.place.file), each.place.problem(message, "name")))
    many = {files for files, number in copies.items() if number >= _COPIES and files[0] != files[1]}
    for one, other in sorted(many):
        message = f"holds {copies[one, other]} signs that {Path(one).name} holds too; keep one of the two"
        yield Problem(message, other)
    yield from (problem for files, problem in told if files not in many)
