"""A trial for programs: every change, every single flip, and what could not be tried."""

from collections.abc import Sequence
from typing import Any

from threshold.output.escaping import json_text
from threshold.trying.model import Curve, Flip, Flow, Point, Reach, Trial, Tried, Untried
from threshold.trying.words import headline, open_to_doubt
from threshold.versions import Change

SCHEMA = "threshold/trial/1"


def as_json(trial: Trial) -> str:
    """The trial; a change is named by its place in `changes`, from 0."""
    return json_text(_Data(trial.changes).trial(trial), indent=2)


class _Data:
    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = list(changes)
        self._places = {id(change): place for place, change in enumerate(changes)}

    def trial(self, trial: Trial) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "headline": headline(trial.tried, trial.changes),
            "open_to_doubt": open_to_doubt(trial.tried) or None,
            "old": trial.old,
            "new": trial.new,
            "flipped": trial.flipped,
            "changes": [_change(each) for each in trial.changes],
            "tried": [self._tried(each) for each in trial.tried],
            "flips_nobody": self._numbers(trial.flips_nobody),
            "not_put_to_the_test": self._numbers(trial.not_shown),
            "words_alone": self._numbers(trial.words_alone),
            "curves": [self._curve(each) for each in trial.curves],
        }

    def _tried(self, tried: Tried) -> dict[str, Any]:
        return {
            "kind": tried.kind,
            "name": tried.name,
            "number": tried.number,
            "flipped": tried.flipped,
            "as_at": tried.as_at or None,
            "supposed": tried.request or None,
            "makes_no_difference_until": tried.later,
            "decided_again_one_by_one": tried.samples,
            "flips": [self._flip(each) for each in tried.flips],
            "flows": [_flow(each) for each in tried.flows],
            "untried": [self._untried(each) for each in tried.untried],
            "left_out": [self._untried(each) for each in tried.left_out],
            "reach": [self._reach(each) for each in tried.reach],
        }

    def _flip(self, flip: Flip) -> dict[str, Any]:
        return {
            "of": flip.of,
            "aspect": flip.aspect,
            "rule": flip.rule or None,
            "which": flip.place or None,
            "before": flip.before,
            "after": flip.after,
            "because": self._numbers(flip.because),
            "only_together": flip.together,
        }

    def _untried(self, untried: Untried) -> dict[str, Any]:
        return {
            "why": untried.why,
            "number": untried.number,
            "rule": untried.rule or None,
            "changes": self._numbers(untried.changes),
            "wanting": [{"what": what, "number": number} for what, number in untried.wanting],
        }

    def _reach(self, reach: Reach) -> dict[str, Any]:
        return {
            "change": self._number(reach.change),
            "judged": reach.judged,
            "cannot_tell": reach.cannot_tell,
            "taken_back": reach.taken_back,
            "cannot_be_made_alone": reach.apart or None,
        }

    def _curve(self, curve: Curve) -> dict[str, Any]:
        return {
            "parameter": curve.parameter,
            "kind": curve.kind,
            "name": curve.name,
            "what": curve.what,
            "number": curve.number,
            "supposed": curve.request or None,
            "points": [_point(each) for each in curve.points],
            "untried": [self._untried(each) for each in curve.untried],
        }

    def _numbers(self, changes: Sequence[Change]) -> list[int]:
        return [self._number(each) for each in changes]

    def _number(self, change: Change) -> int:
        place = self._places.get(id(change))
        return self._changes.index(change) if place is None else place


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "pack": change.pack or None,
        "id": change.id,
        "how": change.how,
        "title": change.title,
        "before": change.before or None,
        "after": change.after or None,
        "since": change.since.isoformat() if change.since is not None else None,
        "decides": change.decides,
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "aspect": flow.aspect,
        "rule": flow.rule or None,
        "before": flow.before,
        "after": flow.after,
        "number": flow.number,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "value": point.value,
        "counts": dict(point.counts),
        "turned": point.turned,
        "old": point.old,
        "cannot_be": point.failed or None,
    }
