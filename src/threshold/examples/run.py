"""Running example cases: each decided under the policy it names, and compared with what it expects."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from threshold.casefiles import Case, Unreadable, read_cases
from threshold.engine import Engine
from threshold.examples.expect import Expectation, differences
from threshold.policy import load_policy, rules_directory
from threshold.reading import BadInput
from threshold.reading.validate import in_plain_words
from threshold.vocabulary.load import load_vocabulary


@dataclass(frozen=True, slots=True)
class Result:
    """One example: what it is about, and how it came out. No differences: it passed."""

    case: str
    origin: str
    about: str
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run_examples(
    paths: list[str], policy: str | None = None, trial: tuple[str, ...] = ()
) -> Iterator[Result]:
    """Every example in the files and folders. A case without `expect:` is passed over.

    `policy` is used instead of the one that each example names, to try another.
    """
    vocabulary = (
        load_policy(policy).vocabulary if policy else load_vocabulary(rules_directory() / "vocabulary.yaml")
    )
    engines: dict[str | None, Engine] = {}
    for case in read_cases(paths, vocabulary):
        if isinstance(case, Unreadable):
            told = tuple(str(problem) for problem in case.problems)
            yield Result("", case.origin, "", told)
        elif case.expect is not None:
            yield _result(case, policy, trial, engines)


def _result(
    case: Case, policy: str | None, trial: tuple[str, ...], engines: dict[str | None, Engine]
) -> Result:
    try:
        expected = Expectation.model_validate(case.expect)
        name = policy or expected.policy
        if name not in engines:
            engines[name] = Engine(load_policy(name), trial)
        found = tuple(differences(expected, engines[name].decide(case)))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        found = tuple(
            f"expect.{'.'.join(map(str, fault['loc']))}: {in_plain_words(Expectation, fault)}"
            for fault in faults
        )
    except BadInput as error:
        found = tuple(str(problem) for problem in error.problems)
    return Result(case.reference, case.origin, case.about or "", found)
