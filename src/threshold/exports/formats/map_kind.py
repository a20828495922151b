"""Which kind of export a column map is for: with one, nothing is left to be recognised."""

from pathlib import Path

from threshold.exports.formats.specification import specification
from threshold.reading import BadInput, parse_yaml, read_text
from threshold.reading.tree import plain

MAP_NAME = "columns.yaml"

_NATIONAL = {"annex-a": "annex-a.yaml", "census": "census.yaml", "ssd": "ssd.yaml"}
_LOCAL = "events"


def format_of_map(path: Path, given: Path | None) -> str | None:
    """The format that the export's map is written for; None where there is no map, or it does not say.

    `given` is the map that was named; else it lies beside the export.
    """
    beside = path / MAP_NAME if path.is_dir() else path.with_name(f"{path.stem}.{MAP_NAME}")
    file = given or (beside if beside.is_file() else None)
    if file is None:
        return None
    try:
        documents = [plain(each) for each in parse_yaml(read_text(file, str(file)), str(file))]
    except BadInput:
        return None  # what is wrong with it is told by who reads it
    said = documents[0] if documents and isinstance(documents[0], dict) else {}
    if isinstance(lists := said.get("lists"), dict):
        keys = set(map(str, lists))
        return next(
            (name for name, spec in _NATIONAL.items() if keys & set(specification(spec).tables())), None
        )
    return _LOCAL if "columns" in said else None
