"""Running example cases: each decided under the policy it names, and compared with what it expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from threshold.casefiles import Case, PassedOver, PassOver, Unreadable, read_case, read_cases
from threshold.dates import day_of
from threshold.examples.differences import differences, names_of
from threshold.examples.expect import Expectation
from threshold.examples.policies import Held, Policies, Unusable, WrongTrial, policy_path
from threshold.policy import PolicyFiles
from threshold.reading import BadInput, Mapping, Node, Problem, Scalar
from threshold.reading.validate import in_plain_words
from threshold.vocabulary import Vocabulary

NO_EXPECTATION = "nothing is expected of them"


@dataclass(frozen=True, slots=True)
class Result:
    """One example: what it is about, and how it came out. No differences: it passed.

    `skipped` says why it was passed over, where it was, and `what` names what that is about. `because` are
    the problems of a policy that cannot be used: the same for all examples that name it.
    """

    case: str
    origin: str
    about: str
    differences: tuple[str, ...]
    skipped: str = ""
    what: tuple[str, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differences and not self.skipped


def run_examples(
    paths: list[str], policy: str | None = None, trial: tuple[str, ...] = ()
) -> Iterator[Result]:
    """Every example in the files and folders, those that are passed over among them.

    `policy` is used instead of the one that each example names, to try another. Raises BadInput where it
    cannot be used, or what `trial` holds cannot be tried.
    """
    try:
        runner = Runner(policy, Policies(trial))
        for each in read_cases(paths, runner.vocabulary_for):
            yield runner.result(each)
        if problems := tuple(runner.policies.untried()):
            raise BadInput(*problems)
    except WrongTrial as error:
        raise BadInput(*error.problems) from None


class Runner:
    """Decides examples, each under the policy that it names or all under one (`policy`)."""

    def __init__(self, policy: str | None, policies: Policies) -> None:
        self.policies = policies
        self.given = None if policy is None else policies.given(policy)

    def vocabulary_for(self, node: Node, file: str) -> Vocabulary:
        """The vocabulary of the policy that decides an example. Raises PassOver where there is none."""
        reference = _named(node)
        if self.given is not None:
            return _readable_by(self.given, node, file, reference)
        return self._held(reference, file).files.vocabulary

    def result(self, read: Case | Unreadable | PassedOver) -> Result:
        """How one case came out."""
        if isinstance(read, PassedOver):
            because = tuple(str(problem) for problem in read.because)
            what = read.what or (() if because else (read.origin,))
            return Result("", read.origin, "", (), read.why, what, because)
        if isinstance(read, Unreadable):
            told = tuple(str(problem) for problem in read.problems)
            return Result("", read.origin, "", told)
        about = read.about or ""
        if read.expect is None:
            return Result(read.reference, read.origin, about, (), NO_EXPECTATION)
        try:
            return Result(read.reference, read.origin, about, tuple(self._differences(read)))
        except PassOver as over:
            because = tuple(str(problem) for problem in over.because)
            return Result(read.reference, read.origin, about, (), over.why, over.what, because)

    def _differences(self, case: Case) -> Iterator[str]:
        try:
            expected = Expectation.model_validate(case.expect)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                place = ".".join(["expect", *map(str, fault["loc"])])
                yield f"{place}: {in_plain_words(Expectation, fault)}"
            return
        held = self.given or self._held(expected.policy, case.file)
        if held.lacks:
            raise PassOver(f"{held.name} does not have the parameter to try", held.lacks)
        _must_stand(held, case)
        try:
            decided = held.engine.decided(case)
        except BadInput as error:
            yield from (str(problem) for problem in error.problems)
        else:
            yield from differences(expected, decided.decision, names_of(decided))

    def _held(self, reference: str | None, file: str) -> Held:
        try:
            return self.policies.named(reference, file)
        except Unusable as error:
            raise _cannot_be_used(error.name, error.problems) from None


def _must_stand(held: Held, case: Case) -> None:
    """A policy may be sound on one day and not on another: that, too, is no fault of the example."""
    moment = case.as_at or date.today()
    if day_of(moment) >= held.files.change_dates[0]:
        try:
            held.files.at(moment, held.engine.trial)
        except BadInput as error:
            raise _cannot_be_used(held.name, error.problems) from None


def _cannot_be_used(name: str, problems: tuple[Problem, ...]) -> PassOver:
    return PassOver("the policy that they name cannot be used", (name,), problems)


def _named(node: Node) -> str | None:
    """The policy that an example names, as far as it can be seen before it is read."""
    expected = node.entries.get("expect") if isinstance(node, Mapping) else None
    named = expected.entries.get("policy") if isinstance(expected, Mapping) else None
    return named.text if isinstance(named, Scalar) else None


def _readable_by(held: Held, node: Node, file: str, reference: str | None) -> Vocabulary:
    """The policy's vocabulary, if it is for it to read the case.

    A case that is right by its own policy and cannot be read by this one speaks of what this one does not
    know, and is passed over. One that is wrong by both is wrong.
    """
    vocabulary = held.files.vocabulary
    try:
        read_case(node, file, vocabulary)
    except BadInput:
        case = _by_its_own(node, file, reference, vocabulary)
        if case is not None:
            what = tuple(_not_known(case, vocabulary))
            raise PassOver(f"{held.name} does not know what they hold", what) from None
    return vocabulary


def _by_its_own(node: Node, file: str, reference: str | None, other: Vocabulary) -> Case | None:
    try:
        path = policy_path(reference, file)
        vocabulary = PolicyFiles(str(path)).vocabulary
        return None if vocabulary == other else read_case(node, file, vocabulary)
    except (BadInput, Unusable):
        return None


def _not_known(case: Case, vocabulary: Vocabulary) -> Iterator[str]:
    facts = {*case.given, *case.overrides}
    events = {*case.covers, *(entry.event for entry in case.timeline)}
    yield from sorted(facts - set(vocabulary.facts))
    yield from sorted(events - set(vocabulary.events))
