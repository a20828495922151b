"""How many cases come out how at each value of a parameter, and where it turns."""

from collections import Counter
from collections.abc import Iterable, Sequence

from threshold.engine import Engine
from threshold.policy import PolicyFiles
from threshold.reading import BadInput, Problem
from threshold.trying.model import Curve, Kind, Point, Untried
from threshold.trying.pair import OLDER, Untryable, decided
from threshold.trying.subjects import Subject


def curve_of_cases(
    files: PolicyFiles,
    subjects: Iterable[Subject],
    parameter: str,
    values: Sequence[str],
    kind: Kind,
    name: str,
    trial: tuple[str, ...] = (),
) -> Curve:
    """The statuses of all cases at each value of `pack.name`; a case that cannot be decided is untried.

    Raises BadInput where the policy has no such parameter, or can have none of the values.
    """
    held = [*subjects]
    engines, failed = _engines(files, parameter, values, trial)
    before: list[str | None] | None = None
    points, untried = [], Counter[str]()
    own = _shown(files, parameter, trial)
    for value in values:
        engine = engines.get(value)
        if engine is None:
            points.append(Point(value, {}, failed=failed[value]))
            continue
        now = [_status(engine, each, untried if before is None else Counter()) for each in held]
        turned = 0 if before is None else sum(one != other for one, other in zip(before, now, strict=True))
        counts = Counter(each for each in now if each is not None)
        old = own == _shown(files, parameter, (*trial, f"{parameter}={value}"))
        points.append(Point(value, dict(counts.most_common()), turned, old))
        before = now
    why = tuple(Untried(each, number) for each, number in untried.items())
    number = sum(each is not None for each in before or ())
    return Curve(parameter, kind, name, "status", number, tuple(points), why)


def _engines(
    files: PolicyFiles, parameter: str, values: Sequence[str], trial: tuple[str, ...]
) -> tuple[dict[str, Engine], dict[str, str]]:
    engines: dict[str, Engine] = {}
    failed: dict[str, str] = {}
    problems: list[Problem] = []
    for value in values:
        setting = (*trial, f"{parameter}={value}")
        try:
            for day in files.dates(setting):
                files.at(day, setting)
        except BadInput as error:
            failed[value] = error.problems[0].message
            problems += error.problems
            continue
        engines[value] = Engine(files, setting)
    if not engines:
        raise BadInput(*dict.fromkeys(problems))
    return engines, failed


def _status(engine: Engine, subject: Subject, untried: Counter[str]) -> str | None:
    try:
        came, _ = decided(engine, subject, OLDER)
    except Untryable as error:
        untried[error.why] += 1
        return None
    return came["status", "", ""]


def _shown(files: PolicyFiles, parameter: str, trial: tuple[str, ...]) -> str | None:
    """The value in force when the last change has been made."""
    policy = files.at(files.dates(trial)[-1], trial)
    values = (each for pack in policy.packs for each in pack.parameters.values())
    return next((each.shown for each in values if each.name == parameter), None)
