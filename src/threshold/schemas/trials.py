"""The JSON Schema of what `threshold policy try --format json` prints."""

from typing import get_args

from threshold.schemas.values import Schema, document, entry
from threshold.trying.model import ASPECTS, Kind
from threshold.trying.render.json import SCHEMA

_TEXT: Schema = {"type": "string"}
_OR_NULL: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_TRUTH: Schema = {"type": "boolean"}
_KIND: Schema = {"enum": [*get_args(Kind)], "description": "what was tried"}
_PLACE: Schema = {
    "type": "integer",
    "minimum": 0,
    "description": "a change, by its place in `changes`, from 0",
}


def trial_schema() -> Schema:
    """The schema of a trial; later versions may add keys."""
    untried = _untried()
    content = _open(
        {
            "schema": {"const": SCHEMA},
            "headline": {"description": "who comes out differently, in a sentence", **_TEXT},
            "open_to_doubt": {"description": "how many could not be tried or told apart", **_OR_NULL},
            "old": {"description": "the older policy, which is the baseline", **_TEXT},
            "new": {"description": "the newer policy", **_TEXT},
            "flipped": {"description": "how many come out differently, over all that was tried", **_NUMBER},
            "changes": {"description": "what differs in meaning", **_list(_change())},
            "tried": {"description": "what was put to both policies", **_list(_tried(untried))},
            "flips_nobody": {"description": "changes that were put to the test and flip nobody", **_places()},
            "not_put_to_the_test": {"description": "changes by which nobody here was judged", **_places()},
            "words_alone": {"description": "changes of words, which decide nothing", **_places()},
            "curves": {"description": "how many come out how at each value", **_list(_curve(untried))},
        }
    )
    return document("trial", "Two policies put to the same cases", content)


def _change() -> Schema:
    return _open(
        {
            "kind": {"description": "what it is a change of", **_TEXT},
            "pack": {"description": "the pack; null where it is of none alone", **_OR_NULL},
            "id": {"description": "the rule, parameter or fact", **_TEXT},
            "how": {"enum": ["came", "gone", "differs"]},
            "title": {"description": "what people call it", **_TEXT},
            "before": {"description": "what it was", **_OR_NULL},
            "after": {"description": "what it is", **_OR_NULL},
            "since": {"description": "the day from which it makes a difference; null: always", **_OR_NULL},
            "decides": {"description": "whether it may change how a case comes out", **_TRUTH},
        }
    )


def _tried(untried: Schema) -> Schema:
    flow = {
        "aspect": {"enum": [*ASPECTS]},
        "rule": {"description": "of a deadline or a rule, which", **_OR_NULL},
        "before": {"description": "how it comes out under the older policy", **_TEXT},
        "after": {"description": "how it comes out under the newer one", **_TEXT},
    }
    flip = {
        "of": {"description": "the reference of the child, case or example", **_TEXT},
        **flow,
        "which": {"description": "which of several clocks of the rule", **_OR_NULL},
        "because": {"description": "each change that by itself brings it", **_places()},
        "only_together": {"description": "none of these changes brings it alone", **_TRUTH},
    }
    reach = {
        "change": _PLACE,
        "judged": {"description": "how many were judged by what it changes", **_NUMBER},
        "cannot_tell": {"description": "of how many it stays open before and after", **_NUMBER},
        "taken_back": {"description": "how many it flips alone and not beside the others", **_NUMBER},
        "cannot_be_made_alone": {"description": "why it could not be tried by itself", **_OR_NULL},
    }
    return _open(
        {
            "kind": _KIND,
            "name": {"description": "as it was given", **_TEXT},
            "number": {"description": "how many were put to both policies", **_NUMBER},
            "flipped": {"description": "how many of them come out differently", **_NUMBER},
            "as_at": {"description": "the day of judging, where it is one for all", **_OR_NULL},
            "supposed": {"description": "the request that was supposed for everybody", **_OR_NULL},
            "makes_no_difference_until": {"description": "when the next change begins", **_OR_NULL},
            "decided_again_one_by_one": {"description": "how many, to see both ways agree", **_NUMBER},
            "flips": _list(_open(flip)),
            "flows": {
                "description": "how many came out so and so",
                **_list(_open({**flow, "number": _NUMBER})),
            },
            "untried": _list(untried),
            "left_out": {"description": "what is never in `number`", **_list(untried)},
            "reach": _list(_open(reach)),
        }
    )


def _untried() -> Schema:
    wanting = _open({"what": {"description": "what is missing", **_TEXT}, "number": _NUMBER})
    return _open(
        {
            "why": _TEXT,
            "number": _NUMBER,
            "rule": {"description": "the rule that nobody could judge", **_OR_NULL},
            "changes": {"description": "the changes that could have flipped them", **_places()},
            "wanting": {"description": "for want of what, the most wanted first", **_list(wanting)},
        }
    )


def _curve(untried: Schema) -> Schema:
    point = {
        "value": {"description": "the value of the parameter", **_TEXT},
        "counts": {"description": "how many come out how", "type": "object", "additionalProperties": _NUMBER},
        "turned": {"description": "how many come out otherwise than at the value before", **_NUMBER},
        "old": {"description": "this is the value of the older policy", **_TRUTH},
        "cannot_be": {"description": "why the policy cannot have this value", **_OR_NULL},
    }
    return _open(
        {
            "parameter": _TEXT,
            "kind": _KIND,
            "name": _TEXT,
            "what": {"description": "`status`, or the rule whose states are counted", **_TEXT},
            "number": _NUMBER,
            "supposed": _OR_NULL,
            "points": _list(_open(point)),
            "untried": _list(untried),
        }
    )


def _places() -> Schema:
    return {"type": "array", "items": _PLACE}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _open(properties: dict[str, Schema]) -> Schema:
    """Keys that are always there; others may come later."""
    return {**entry(properties, tuple(properties)), "additionalProperties": True}
