"""A new folder with all its files, or none of them."""

import os
from collections.abc import Mapping
from pathlib import Path

from threshold.output.asides import aside_folder
from threshold.output.files import cannot_be_written
from threshold.reading import BadInput, Problem

IGNORED = (".DS_Store", "desktop.ini", "Thumbs.db")  # what systems leave in a folder that is empty otherwise


def check_free(folder: Path) -> None:
    """Raises BadInput where something of this name is there already, but for an empty folder."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        message = "there is a file of this name already; give another name, or run this in another folder"
        raise BadInput(Problem(message, str(folder)))
    if any(each.name not in IGNORED for each in folder.iterdir()):
        message = (
            "there is a folder of this name already, and it is not empty; nothing in it was changed. "
            "Give another name, or run this in another folder"
        )
        raise BadInput(Problem(message, str(folder)))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files beside the folder, and give it its name once all of them are there.

    Raises BadInput where it cannot be written, or something of its name is there by then.
    """
    check_free(folder)
    try:
        with aside_folder(folder.parent) as aside:
            made = aside / folder.name
            put(made, files)
            check_free(folder)
            if folder.is_dir():
                for each in folder.iterdir():
                    each.unlink()
                folder.rmdir()
            made.rename(folder)
    except OSError as error:
        raise cannot_be_written(folder, error) from None


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that nobody else uses. Raises OSError."""
    for place, content in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
