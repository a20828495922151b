"""Case files for the changes that no example notices, to be filled in with what the document says of them."""

import os
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from threshold.casefiles import Case
from threshold.casefiles.write import CaseFile
from threshold.mutation.report import survivor_line
from threshold.mutation.trial import Outcome
from threshold.output.rights import made_folder
from threshold.policy import rules_directory
from threshold.reading import BadInput, Problem

_TO_DO = (
    "# No example notices this change. Read the document, quote its place here, write into `expect`\n"
    "# what has to come out, and only then run it.\n"
)


def write_proposals(outcomes: list[Outcome], folder: Path) -> Iterator[Path]:
    """Write a case file for each survivor that some case tells from the rules as they are; yield their paths.

    Nothing that lies in the folder is written over. Raises BadInput where it cannot be written to.
    """
    try:
        made_folder(folder)
    except OSError:
        raise BadInput(Problem("is no folder that can be written to", str(folder), field="--write")) from None
    for outcome in outcomes:
        if outcome.case is not None:
            path = _free(folder, outcome.change.rule)
            _filled(path, outcome, outcome.case).save()
            yield path


def _free(folder: Path, rule: str) -> Path:
    """A name in the folder that nothing has yet."""
    names = (folder / f"{rule}-{number}.yaml" for number in count(1))
    return next(path for path in names if not os.path.lexists(path))


def _filled(path: Path, outcome: Outcome, case: Case) -> CaseFile:
    file = CaseFile(path, f"# {survivor_line(outcome)}\n{_TO_DO}", "")
    file.head("case", path.stem)
    file.head("as_at", (case.as_at or date.today()).isoformat())
    for fact, value in case.given.items():
        file.state(fact, value)
    for event, upto in case.covers.items():
        file.cover(event, upto)
    for entry in case.timeline:
        file.enter(entry)
    for fact, judged in case.overrides.items():
        file.override(fact, judged)
    file.content["expect"] = {"policy": _policy(outcome, path.parent)}
    return file


def _policy(outcome: Outcome, folder: Path) -> str:
    """How a case in this folder names the policy: one that does not come along, by the path to it."""
    file = outcome.policy_file
    if file is None or file.resolve().parent == (rules_directory() / "policies").resolve():
        return outcome.policy
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
