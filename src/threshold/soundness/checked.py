"""A policy checked: what was found, proved by cases where it needs proof, and what was not looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from threshold.casefiles import Case
from threshold.policy import Policy, PolicyFiles
from threshold.soundness.finding import Finding, Unexamined
from threshold.soundness.remarks import remarks
from threshold.soundness.run import examine
from threshold.soundness.witness.file import write_case
from threshold.soundness.witness.search import Finder

_NO_CASE = "no case was found that shows it, so that nothing is said of it"


@dataclass(frozen=True)
class Checked:
    """One policy, by the name it was asked for. `cases` are those that are known to show a finding."""

    name: str
    files: PolicyFiles
    policy: Policy
    findings: tuple[Finding, ...]
    unexamined: tuple[Unexamined, ...]
    remarks: tuple[str, ...]
    cases: dict[int, Case] = field(default_factory=dict)  # by the position of the finding
    finder: Finder = field(default_factory=Finder)

    def write_cases(self, folder: Path) -> Iterator[Path]:
        """Write a case for each finding that one can show; the paths. Raises BadInput where it cannot be."""
        for place, finding in enumerate(self.findings):
            case = self.case(place)
            if case is not None and finding.shown is not None:
                judge = self.finder.judge(finding.shown.policy, finding.shown.day)
                path = write_case(folder, finding, finding.shown, case, self.files, judge)
                if path is not None:
                    yield path

    def case(self, place: int) -> Case | None:
        """The case that shows a finding; None where it has none, or none was found."""
        shown = self.findings[place].shown
        if place not in self.cases and shown is not None:
            found = self.finder.case(shown)
            if found is not None:
                self.cases[place] = found
        return self.cases.get(place)


def checked(
    name: str, files: PolicyFiles, more: Iterable[Finding] = (), looked: Iterable[str] = ()
) -> Checked:
    """Everything that is to be said of a policy.

    `more` are findings of other rooms, `looked` what they say of how far they looked. What can happen only
    where a case shows it is a finding where one was found, and otherwise counts as not looked at. Raises
    BadInput where the policy cannot be used.
    """
    found: list[Finding] = []
    left: list[Unexamined] = []
    cases: dict[int, Case] = {}
    finder = Finder()
    for each in (*examine(files), *more):
        if isinstance(each, Unexamined):
            left.append(each)
        elif not each.needs_witness:
            found.append(each)
        elif each.shown is not None and (case := finder.case(each.shown)) is not None:
            cases[len(found)] = case
            found.append(each)
        else:
            left.append(Unexamined(each.code, each.problem.field, _NO_CASE))
    remarked = tuple(dict.fromkeys((*looked, *remarks(files))))
    policy = files.at(files.change_dates[-1])
    return Checked(name, files, policy, tuple(found), tuple(dict.fromkeys(left)), remarked, cases, finder)
