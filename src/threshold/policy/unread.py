"""Files in a pack's folder that look as if they were read, and are not: each named, with what to do."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from threshold.reading import Problem, did_you_mean, read_text

# Beside the rules, which are every rules/*.yaml.
HEAD = "pack.yaml"
READ = (
    *(HEAD, "clauses.yaml", "parameters.yaml", "vocabulary.yaml", "consultation.yaml"),
    *("indicators.yaml", "indicators.csv", "indicators.xlsx", "equivalent.yaml"),
)
_RULES = "rules"
# What somebody may take for rules or a table; notes of other kinds lie there freely.
_MAY_SEEM_READ = {".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods"}
_OF_OTHERS = re.compile(r"^(case|policy)\s*:", re.MULTILINE)  # `policy test` and `--policy` read these


def unread_beside(paths: Iterable[Path]) -> Iterator[Problem]:
    """What nothing reads in the folders of the packs that a policy comes from; `paths`: all its files."""
    for head in paths:
        if head.name == HEAD:
            yield from unread_files(head.parent)


def unread_files(folder: Path) -> Iterator[Problem]:
    """The files of a pack's folder that nothing reads, in their order, each with the reason."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in place.parts)
        if hidden or path.suffix.lower() not in _MAY_SEEM_READ or not path.is_file():
            continue
        if not _is_read(place) and not _is_of_others(path):
            yield Problem(f"this file is not read: {_what_to_do(place)}", str(path))


def _is_read(place: Path) -> bool:
    if len(place.parts) == 1:
        return place.name in READ
    return len(place.parts) == 2 and place.parts[0] == _RULES and place.suffix == ".yaml"


def _is_of_others(path: Path) -> bool:
    """Whether it is a case or a policy, which may lie in the same folder."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        return False
    try:
        return _OF_OTHERS.search(read_text(path, str(path))) is not None
    except Exception:  # what cannot be read as text is neither
        return False


def _what_to_do(place: Path) -> str:
    at_the_top = len(place.parts) == 1
    named = _called_like(place.name) if at_the_top else ""
    if named:
        return f"call it {named}"
    if place.stem.lower() == "indicators":
        return "save it as indicators.xlsx or indicators.csv, in the folder of the pack itself"
    if place.suffix.lower() == ".yml":
        return f"call it {place.stem}.yaml, in the folder {_RULES} where it holds rules"
    if place.suffix.lower() == ".yaml":
        hint = did_you_mean(place.name, READ) if at_the_top else ""
        hint = hint or "; a pack's own words stand in vocabulary.yaml, beside pack.yaml"
        return f"rules are read from the folder {_RULES} itself, so move it there where it holds some{hint}"
    return "of tables only indicators.csv and indicators.xlsx are read; a table of numbers is a parameter"


def _called_like(name: str) -> str:
    """The name that a file of a pack has, where this one is it but for its letters or its ending."""
    stem, ending = Path(name.lower()).stem, Path(name.lower()).suffix.replace(".yml", ".yaml")
    wanted = f"{stem}{ending}"
    return wanted if wanted in READ and wanted != name else ""
