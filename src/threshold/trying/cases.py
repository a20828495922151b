"""Example cases and case files put to two policies; of examples those that are about one of the two.

What an example expects is never looked at, save which policy it names: the baseline is the older policy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from threshold.casefiles import Case, PassedOver, PassOver, Unreadable, read_case, read_cases
from threshold.conditions import Moment
from threshold.examples.policies import Unusable, policy_path
from threshold.policy import DEFAULT_POLICY
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar
from threshold.trying.counting import Counting, most_wanted
from threshold.trying.model import Kind, Tried, Untried
from threshold.trying.pair import DOES_NOT_KNOW, NEWER, OLDER, Pair
from threshold.trying.subjects import OfFile, not_known
from threshold.versions import Versions
from threshold.vocabulary import Vocabulary

ANOTHER_POLICY = "they are about another policy, and --all-examples tries them too"
UNREADABLE = "neither policy can read them"
NO_POLICY = "the policy that they name cannot be found"
_OLDER_CANNOT, _NEWER_CANNOT = f"{OLDER} {DOES_NOT_KNOW}", f"{NEWER} {DOES_NOT_KNOW}"


@dataclass
class Cases:
    """The cases in files and folders, each read as both policies read it.

    `other_policies`: examples that name another policy are read as well. `problems` gathers what is wrong of
    those that neither can read.
    """

    versions: Versions
    other_policies: bool = False
    as_at: Moment | None = None
    problems: list[Problem] = field(default_factory=list)
    _node: Node | None = None
    _name: str = ""
    _left_out: dict[Kind, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    _untried: dict[Kind, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    _kind: Kind = "cases"

    def read(self, paths: Sequence[str]) -> Iterator[tuple[Kind, OfFile]]:
        """Every case that both policies can read: of what kind, and itself."""
        vocabulary = self.versions.old.files.vocabulary
        for each in read_cases([*paths], self._chosen):
            match each:
                case Case() if self._node is not None:
                    moment = self.as_at or each.as_at or date.today()
                    subject = OfFile(self._node, self._name, each.origin, each, vocabulary, moment)
                    yield self._kind, subject
                case PassedOver(why=why) if why in (ANOTHER_POLICY, NO_POLICY):
                    self._leave(self._left_out, why, each.what)
                case PassedOver(why=why, what=what) if why in (_OLDER_CANNOT, _NEWER_CANNOT):
                    self._leave(self._untried, why, what)
                case Unreadable():
                    self.problems += each.problems
                    self._leave(self._left_out, UNREADABLE, ())

    def left_out(self, kind: Kind) -> tuple[Untried, ...]:
        """How many are not about these policies, or cannot be read, by why."""
        return _counted(self._left_out.get(kind, []))

    def untried(self, kind: Kind) -> tuple[Untried, ...]:
        """How many only one of the policies can read, by why."""
        return _counted(self._untried.get(kind, []))

    def _leave(
        self, among: dict[Kind, list[tuple[str, tuple[str, ...]]]], why: str, what: tuple[str, ...]
    ) -> None:
        among.setdefault(self._kind, []).append((why, what))

    def _chosen(self, node: Node, file: str) -> Vocabulary:
        """The vocabulary to read a case with: the older policy's, where both can. Raises PassOver."""
        self._node, self._name = node, file
        expected = node.entries.get("expect") if isinstance(node, Mapping) else None
        self._kind = "cases" if expected is None else "examples"
        if expected is not None and not self.other_policies:
            self._must_be_about(expected, file)
        old, new = self.versions.old.files.vocabulary, self.versions.new.files.vocabulary
        if old == new:
            return old
        by_old, by_new = _read(node, file, old), _read(node, file, new)
        if by_new is not None and by_old is None:
            raise PassOver(_OLDER_CANNOT, tuple(not_known(by_new, old)))
        if by_old is not None and by_new is None:
            raise PassOver(_NEWER_CANNOT, tuple(not_known(by_old, new)))
        return old

    def _must_be_about(self, expected: Node, file: str) -> None:
        """Raises PassOver for an example that names neither of the two policies."""
        named = expected.entries.get("policy") if isinstance(expected, Mapping) else None
        reference = named.text if isinstance(named, Scalar) else None
        try:
            path = policy_path(reference, file).resolve()
        except Unusable:
            raise PassOver(NO_POLICY, (reference or DEFAULT_POLICY,)) from None
        if path not in self._paths:
            raise PassOver(ANOTHER_POLICY, (_called(reference),))

    @property
    def _paths(self) -> set[Path]:
        return {side.files.path.resolve() for side in (self.versions.old, self.versions.new)}


def try_cases(pair: Pair, cases: Cases, paths: Sequence[str], name: str) -> tuple[Tried, ...]:
    """All that is in files and folders put to both policies: examples, and cases that expect nothing."""
    counts: dict[Kind, Counting] = {"examples": Counting(pair), "cases": Counting(pair)}
    for kind, subject in cases.read(paths):
        counts[kind].add(subject)
    found = []
    for kind, counting in counts.items():
        left_out, untried = cases.left_out(kind), cases.untried(kind)
        if left_out or untried or not counting.empty:
            as_at = str(cases.as_at) if cases.as_at is not None else ""
            found.append(counting.tried(kind, name, left_out, untried, as_at))
    return tuple(found)


def _called(reference: str | None) -> str:
    return Path(reference or DEFAULT_POLICY).stem


def _read(node: Node, file: str, vocabulary: Vocabulary) -> Case | None:
    try:
        return read_case(node, file, vocabulary)
    except BadInput:
        return None


def _counted(found: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Untried, ...]:
    whys = Counter(why for why, _ in found)
    return tuple(
        Untried(why, number, most_wanted([what for each, what in found if each == why]))
        for why, number in whys.items()
    )
