"""The policies that examples name, each loaded once, with the values that are tried on all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from threshold.casefiles import STDIN
from threshold.engine import Engine
from threshold.policy import DEFAULT_POLICY, PolicyFiles, find_policy, load_policy
from threshold.policy.trials import tried
from threshold.reading import BadInput, Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Held:
    """A policy ready to decide by; `lacks` are the parameters to try, if it has none of them at all."""

    name: str
    files: PolicyFiles
    engine: Engine
    lacks: tuple[str, ...]


class Unusable(Exception):
    """A policy cannot be found, or not be used."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(name)
        self.name, self.problems = name, problems


class WrongTrial(Exception):
    """What is to be tried cannot be: the same for every example, so that none need be decided."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


class Policies:
    """Policies by what examples call them; `trial` holds `pack.name=value` texts."""

    def __init__(self, trial: tuple[str, ...] = ()) -> None:
        self._trial = trial
        self._held: dict[str, Held | Unusable] = {}
        self._parameters: set[str] = set()

    def given(self, reference: str) -> Held:
        """The policy that all examples are tried by, with everything that is to be tried on it.

        Raises BadInput where it cannot be used so.
        """
        files = load_policy(reference)
        files.at(files.change_dates[-1], self._trial)
        return Held(reference, files, Engine(files, self._trial), ())

    def named(self, reference: str | None, file: str) -> Held:
        """The policy of this name, or at this path from the file that says so; the default one if none.

        Raises Unusable where there is none that can be used, WrongTrial where a value cannot be tried.
        """
        key = _key(reference or DEFAULT_POLICY, file)
        if key not in self._held:
            try:
                self._held[key] = self._load(reference or DEFAULT_POLICY, policy_path(reference, file))
            except Unusable as error:
                self._held[key] = error
            except BadInput as error:
                self._held[key] = Unusable(reference or DEFAULT_POLICY, error.problems)
        held = self._held[key]
        if isinstance(held, Unusable):
            raise held
        return held

    def untried(self) -> Iterator[Problem]:
        """What was to be tried, and is a parameter of none of the policies so far."""
        for name in map(_parameter, self._trial if self._parameters else ()):
            if name and name not in self._parameters:
                hint = did_you_mean(name, self._parameters)
                message = f'no parameter "{name}" is declared by any policy that these examples name{hint}'
                yield Problem(message, field="--set")

    def _load(self, reference: str, path: Path) -> Held:
        files = load_policy(str(path))
        last = files.change_dates[-1]  # all of its packs have begun by then
        policy = files.at(last)
        packs = [pack for each in (policy, *policy.compared) for pack in each.packs]
        own = {value.name for pack in packs for value in pack.parameters.values()}
        self._parameters |= own
        names = [_parameter(text) for text in self._trial]
        trial = tuple(t for t, name in zip(self._trial, names, strict=True) if name is None or name in own)
        try:
            files.at(last, trial)
        except BadInput as error:
            raise WrongTrial(error.problems) from None
        lacks = () if trial else tuple(name for name in names if name)
        return Held(reference, files, Engine(files, trial), lacks)


def _key(reference: str, file: str) -> str:
    """The same for all that name the same policy: from wherever a path leads to it, or by its name alone."""
    place = _folder(file) / reference
    by_path = place.suffix in (".yaml", ".yml") or "/" in reference or place.exists()
    return str(place.resolve()) if by_path else reference


def _folder(file: str) -> Path:
    return Path() if file == STDIN else Path(file).parent


def policy_path(reference: str | None, file: str) -> Path:
    """The file of the policy that another file names (the default one, if none).

    Raises Unusable where there is no such file.
    """
    reference = reference or DEFAULT_POLICY
    try:
        path = find_policy(reference, _folder(file))
    except BadInput as error:
        problems = (replace(problem, file=file, field="expect.policy") for problem in error.problems)
        raise Unusable(reference, tuple(problems)) from None
    if not path.is_file():
        message = f"there is no such policy file; it is looked for at {path}"
        raise Unusable(reference, (Problem(message, file, field="expect.policy"),))
    return path


def _parameter(trial: str) -> str | None:
    """The parameter that a trial names; None where it is not written as one, which loading tells."""
    try:
        return tried(trial).name
    except BadInput:
        return None
