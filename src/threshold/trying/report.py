"""A trial set out for reading: the same sections and sentences for a screen, for Markdown and for a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from threshold.output.words import many
from threshold.trying.groups import groups
from threshold.trying.model import Curve, Flow, Trial, Tried
from threshold.trying.words import (
    cause,
    change_line,
    change_name,
    counted,
    headline,
    open_to_doubt,
    value,
    ways,
    why,
)

FEW = 8  # references named of a group, where there is no room for all
_MOST_STATES, _MOST_PICTURES = 10, 6
MANY = 20  # the most that are named where there is room: references of children are not for every page


@dataclass(frozen=True, slots=True)
class Cause:
    """Whom one cause concerns: how they come out differently, and their references."""

    heading: str
    number: int
    ways: tuple[tuple[str, int], ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one thing that was tried."""

    title: str
    about: tuple[str, ...]
    causes: tuple[Cause, ...]
    pictures: tuple[tuple[str, tuple[Flow, ...]], ...]  # of what moves, with those who stay
    untried: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A trial in sentences."""

    headline: str
    doubt: str
    old: str
    new: str
    changes: tuple[str, ...]
    parts: tuple[Part, ...]
    nobody: tuple[str, ...]
    not_shown: tuple[str, ...]
    words_alone: tuple[str, ...]
    curves: tuple[Curve, ...]

    @property
    def alone(self) -> bool:
        """Whether one policy alone was gone through, value by value."""
        return bool(self.curves) and not self.changes and not self.words_alone


def report(trial: Trial) -> Report:
    """A trial set out for reading."""
    deciding = [change for change in trial.changes if change.decides]
    return Report(
        headline=_headline(trial),
        doubt=open_to_doubt(trial.tried),
        old=trial.old,
        new=trial.new,
        changes=tuple(change_line(change) for change in deciding),
        parts=tuple(_part(each) for each in trial.tried),
        nobody=tuple(_flips_nobody(trial)) if trial.tried else (),
        not_shown=tuple(_not_shown(trial)) if trial.tried else (),
        words_alone=tuple(change_line(change) for change in trial.words_alone),
        curves=trial.curves,
    )


def _headline(trial: Trial) -> str:
    """What comes first; where a policy is only gone through value by value, what was gone through."""
    if trial.curves and not trial.changes:
        return f"{trial.curves[0].parameter} at {many(len(trial.curves[0].points), 'value')}"
    return headline(trial.tried, trial.changes)


def named(of: tuple[str, ...], most: int) -> str:
    """References, as many as there is room for, and how many more."""
    more = f" and {len(of) - most:,} more" if len(of) > most else ""
    return f"{', '.join(of[:most])}{more}"


def shown(text: str) -> str:
    """A status or state as people say it."""
    return value(text)


def _part(tried: Tried) -> Part:
    verb = "comes" if tried.flipped == 1 else "come"
    title = f"{tried.name}: {tried.flipped:,} of {counted(tried.number, tried.kind)} {verb} out differently"
    causes = tuple(Cause(cause(each), len(each.of), ways(each), each.of) for each in groups(tried))
    # Of several rules the same may be wanting, which is told once.
    untried = tuple(dict.fromkeys(why(each, tried.kind) for each in tried.untried))
    left_out = tuple(why(each, tried.kind, "") for each in tried.left_out)
    return Part(title, tuple(_about(tried)), causes, tuple(_pictures(tried)), untried, left_out)


def _pictures(tried: Tried) -> Iterator[tuple[str, tuple[Flow, ...]]]:
    """The flows to be drawn: of the status, and of each rule, where somebody moves."""
    sides: dict[str, list[Flow]] = {}
    for flow in tried.flows:
        if flow.aspect in ("status", "rule", "deadline"):
            sides.setdefault(f"{flow.aspect} {flow.rule}".strip(), []).append(flow)
    drawn = 0
    for of, flows in sides.items():
        states = {state for flow in flows for state in (flow.before, flow.after)}
        moved = any(flow.before != flow.after for flow in flows)
        # Days are too many to draw, and more pictures than this say less.
        if moved and len(states) <= _MOST_STATES and drawn < _MOST_PICTURES:
            drawn += 1
            yield of, tuple(flows)


def _about(tried: Tried) -> Iterator[str]:
    if tried.request:
        yield f"Supposed for every open child: {tried.request}"
    if tried.as_at:
        yield f"As at {tried.as_at}"
    if tried.later:
        yield (f"Some changes make no difference until {tried.later}: --as-at {tried.later} tries that day")
    if tried.samples:
        yield f"{counted(tried.samples, tried.kind)} decided again one by one, with the same result"


def _flips_nobody(trial: Trial) -> Iterator[str]:
    for change in trial.flips_nobody:
        told = []
        for each in trial.tried:
            for reach in each.reach:
                if reach.change is change or reach.change == change:
                    told.append(f"{counted(reach.judged, each.kind)} judged by it")
                    if reach.taken_back:
                        taken = counted(reach.taken_back, each.kind)
                        told.append(f"alone it would change {taken}, which other changes take back")
        yield f"{change_name(change)}: {'; '.join(told)}"


def _not_shown(trial: Trial) -> Iterator[str]:
    for change in trial.not_shown:
        open_ = [
            f"{counted(reach.cannot_tell, each.kind)} cannot be told"
            for each in trial.tried
            for reach in each.reach
            if reach.change == change and reach.cannot_tell
        ]
        yield f"{change_name(change)}: {'; '.join(open_) or 'nobody here comes under it'}"


def all_changes(report: Report) -> str:
    """How many changes there are."""
    words = f", and {many(len(report.words_alone), 'change')} of words alone" if report.words_alone else ""
    return f"{many(len(report.changes), 'change')} that can decide a case{words}"
