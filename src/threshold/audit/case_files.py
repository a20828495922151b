"""Chosen children as case files, so that each can be opened with `threshold decide`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.batch.replay import cases
from threshold.casefiles import Case, may_be_called
from threshold.casefiles.links import things_of
from threshold.casefiles.write import CaseFile
from threshold.output.files import written_aside
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Written:
    """How many case files were written, and for how many children none can be: their reference is unfit."""

    files: int
    unfit: int


def write_cases(
    folder: Path,
    run: Run,
    vocabulary: Vocabulary,
    where: Where,
    written_one: Callable[[], None] = lambda: None,
) -> Written:
    """Write a case file for each child with a row of which `where` holds."""
    chosen: set[str] = set()
    for table in rows(run, where):
        chosen |= set(table["child"])
    fit = {child for child in chosen if may_be_called(child)}
    for case in cases(run.export.tables, sorted(fit), vocabulary):
        _write(folder / file_name(case.reference), renamed(case, vocabulary))
        written_one()
    return Written(len(fit), len(chosen) - len(fit))


def renamed(case: Case, vocabulary: Vocabulary) -> Case:
    """The case with references of its own: those of an export may be such as no case file takes."""
    things, names = things_of(vocabulary), dict[str, str]()
    for entry in case.timeline:
        if entry.ref and entry.ref not in names:
            names[entry.ref] = f"{things[entry.event].replace('_', '-')}-{len(names) + 1}"
    timeline = (
        replace(entry, ref=names.get(entry.ref, ""), of=names.get(entry.of, entry.of))
        for entry in case.timeline
    )
    return replace(case, timeline=tuple(timeline))


def file_name(reference: str) -> str:
    """A name that no folder takes amiss and no other reference has."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", reference)
    # Many folders do not tell capitals from small letters, so a name with small ones is not enough.
    if plain == reference == plain.upper():
        return f"{plain}.yaml"
    return f"{plain[:48]}-{sha256(reference.encode()).hexdigest()[:8]}.yaml"


def _write(path: Path, case: Case) -> None:
    with written_aside(path, make_folder=True) as aside:
        file = CaseFile(aside)
        file.head("case", case.reference)
        file.head("as_at", str(case.as_at))
        for fact, value in case.given.items():
            file.state(fact, value)
        for event, upto in case.covers.items():
            file.cover(event, upto.replace())  # one date twice would become an alias, which no case file has
        for entry in sorted(case.timeline, key=lambda entry: entry.on or date.min):
            file.enter(entry)
        aside.write_text(file.text(), encoding="utf-8")
