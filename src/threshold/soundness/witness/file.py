"""A case that shows a finding, as a file that `threshold policy test` runs."""

import os
from itertools import count
from pathlib import Path

from threshold.casefiles import Case
from threshold.casefiles.write import CaseFile
from threshold.output.terminal import wrapped
from threshold.policy import PolicyFiles, rules_directory
from threshold.semantics.findings import Findings
from threshold.semantics.status import conclude
from threshold.soundness.finding import Finding, Shown
from threshold.soundness.witness.judge import Judge
from threshold.soundness.witness.search import shows

_WIDTH = 100
_ABOUT = "What comes out of it today is expected below. Once the rules are mended, say what has to."


def write_case(
    folder: Path, finding: Finding, shown: Shown, case: Case, files: PolicyFiles, judge: Judge
) -> Path | None:
    """Write the case that shows a finding into a folder, under a name that nothing has yet; its path.

    None where the case as its file says it does not show the finding. Raises BadInput where it cannot be
    written.
    """
    path = _free(folder, finding.code)
    head = "".join(f"{line}\n" for line in wrapped(_told(finding), _WIDTH, "# ", "# "))
    file = CaseFile(path, head, "")
    file.head("case", path.stem)
    file.head("as_at", shown.day.isoformat())
    for fact, value in case.given.items():
        file.state(fact, value)
    for event, upto in case.covers.items():
        file.cover(event, upto)
    for entry in case.timeline:
        file.enter(entry)
    read = file.case(files.vocabulary)
    found = judge.findings(read)
    if found is None or not shows(judge, shown, read):
        return None
    file.content["expect"] = {"policy": policy_named(files, folder), **_comes_to(found)}
    folder.mkdir(parents=True, exist_ok=True)
    file.save()
    return path


def policy_named(files: PolicyFiles, folder: Path) -> str:
    """How a case in this folder names the policy: one that does not come along, by the path to it."""
    if files.path.resolve().parent == (rules_directory() / "policies").resolve():
        return files.path.stem
    return Path(os.path.relpath(files.path.resolve(), folder.resolve())).as_posix()


def _told(finding: Finding) -> str:
    problem = finding.problem
    return f"{finding.code}, {problem.field}: {problem.message}. {finding.effect}. {_ABOUT}"


def _comes_to(found: Findings) -> dict[str, str]:
    """What is expected: the status and the direction that come out today."""
    came = conclude(found)
    return {"status": came.status, "direction": str(came.direction)}


def _free(folder: Path, code: str) -> Path:
    """A name in the folder that nothing has yet."""
    names = (folder / f"{code}-{number}.yaml" for number in count(1))
    return next(path for path in names if not os.path.lexists(path))
