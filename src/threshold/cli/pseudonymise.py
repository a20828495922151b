"""`threshold pseudonymise`: an export with made-up references in place of what identifies."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from threshold.output.gate import say_line, tell


def pseudonymise(
    export: Annotated[
        Path, typer.Argument(metavar="EXPORT", help="A file or folder that the case system exported.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="The file or folder to write; it must be new.")
    ],
    key: Annotated[
        Path,
        typer.Option("--key", metavar="FILE", help="The key: the same one gives the same references again."),
    ],
    make_key: Annotated[
        bool,
        typer.Option("--make-key", help="Make the key first; keep it safe, and out of what you pass on."),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="NAME", help="A column to make references of; may be repeated."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            "--keep", metavar="NAME", help="A column to keep that no audit reads; searched all the same."
        ),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="NAME", help="A column to leave out.")
    ] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="The column map of the export.")
    ] = None,
) -> int:
    """Write an export anew with made-up references: the same each time; what identifies is left out.

    Whoever holds the key can tell whose reference it is; whoever holds only what is written cannot.

    Examples:
      threshold pseudonymise export.csv --out made-up.csv --key key --make-key
        the first time: the key is made too
      threshold pseudonymise export.csv --out next.csv --key key
        later: the same children get the same references
    """
    from threshold.output.words import many
    from threshold.policy import load_policy
    from threshold.reading import BadInput, Problem

    missing = [name for name in ("polars", "fastexcel", "lxml", "xlsxwriter") if find_spec(name) is None]
    if missing:
        message = f"this needs {', '.join(missing)}: pip install 'threshold[audit]'"
        raise BadInput(Problem(message))
    from threshold import pseudonyms
    from threshold.pseudonyms.columns import Wanted

    for inside in (out, export):
        if inside.resolve() in key.resolve().parents or inside.resolve() == key.resolve():
            message = "the key must lie neither in the export nor in what is written; name another place"
            raise BadInput(Problem(message, str(key), field="--key"))
    pseudonyms.check_place(export, out)
    secret = pseudonyms.make_key(key) if make_key else pseudonyms.read_key(key)
    if pseudonyms.others_may_read(key):
        tell(f"others may read the key {key}; let its owner alone (chmod 600)")
    if make_key:
        tell(
            f"made the key {key}: keep it safe, use it again each time, and never pass it on with the export"
        )
    wanted = Wanted(tuple(columns or ()), tuple(keep or ()), tuple(drop or ()))
    done = pseudonyms.pseudonymise(export, out, secret, wanted, load_policy().vocabulary, map_)
    for line in done.told:
        tell(line)
    say_line(f"wrote {out}: {many(done.references, 'reference')} in {many(done.files, 'file')}")
    return 0
