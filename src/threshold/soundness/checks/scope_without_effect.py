"""What a scope says, and no rule under it takes.

What would happen: nothing; whoever reads the scope believes that the rules under it are bound by it.
How to mend it: leave it out of the scope, or out of the rules that say their own.
How far it looks: at every key of a scope, and at the rules of its file and of the groups under it.
"""

from collections.abc import Iterator

from threshold.policy.packs import RuleGroup
from threshold.policy.rule_file import KINDS, GroundEntry, RequestEntry
from threshold.reading import Problem
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import rule_shown

CODE = "scope-without-effect"
_EFFECT = "Whoever reads the scope believes that the rules under it are bound by it, and none is"
_TAKEN_BY = {
    "bears_on": ("requirements", "deadlines", "routes"),
    "each": ("requirements", "deadlines"),
    "applies": ("requirements", "deadlines", "routes"),
    "request": ("grounds",),
}
_WRITTEN = {"request": "for"}


def check(examination: Examination) -> Iterator[Finding]:
    """Every such key, at its line."""
    for examined in examination.packs:
        for problem, under in _without_effect(examined):
            shown = (rule_shown(each, examined, examination) for each in under)
            yield Finding(CODE, problem, _EFFECT, next((each for each in shown if each), None))


def _without_effect(examined: Examined) -> Iterator[tuple[Problem, list[str]]]:
    """What a scope says and no rule under it takes."""
    held = examined.held
    for group in held.groups:
        premise = group.premises[-1] if group.premises else None
        if premise is None or premise.node is not child_of(group.node, "scope"):
            continue
        under = [each for each in held.groups if premise in each.premises]
        for key in premise.entry.model_fields_set:
            if not any(_takes(each, key, premise.entry.request) for each in under):
                written = _WRITTEN.get(key, key)
                node = child_of(premise.node, written)
                message = f"no rule under this scope takes its `{written}:`"
                rules = [entry.id for each in under for kind in KINDS for entry, _ in each.entries(kind)]
                yield Problem(message, group.file, node.line, node.column, f"scope.{written}"), rules


def _takes(group: RuleGroup, key: str, asked: RequestEntry | None) -> bool:
    """Whether some rule of a group has no such key of its own, or adds the scope's to it."""
    kinds = _TAKEN_BY.get(key, KINDS)
    entries = [entry for kind in kinds for entry, _ in group.entries(kind)]
    if key == "request" and asked is not None:
        return any(_completes(asked, entry) for entry in entries)
    return bool(entries) if key in ("applies", "tensions") else any(not getattr(e, key) for e in entries)


def _completes(asked: RequestEntry, ground: GroundEntry) -> bool:
    """Whether the scope's request says something that the ground's own does not."""
    return ground.request is None or not asked.model_fields_set <= ground.request.model_fields_set
