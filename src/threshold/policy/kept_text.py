"""A file of a policy as text, to be kept, and as the file that it was again."""

from base64 import b64decode, b64encode
from pathlib import Path

from threshold.reading import read_as_written, read_bytes

_WORKBOOK = ".xlsx"


def kept_as_text(path: Path) -> str:
    """The text of a file, as it was written; of a workbook, which is none, its bytes in base64.

    Raises BadInput where it cannot be read.
    """
    if path.suffix == _WORKBOOK:
        return b64encode(read_bytes(path, str(path))).decode()
    return read_as_written(path, str(path))


def write_kept(text: str, path: Path) -> None:
    """Writes a file as it was kept. Raises ValueError where the text of a workbook is no base64."""
    if path.suffix == _WORKBOOK:
        path.write_bytes(b64decode(text, validate=True))
    else:
        path.write_text(text, encoding="utf-8", newline="")
