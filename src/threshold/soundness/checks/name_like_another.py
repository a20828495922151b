"""A fact, an event or a choice of a pack's own that is called nearly as another, and that nothing reads.

What would happen: people answer the one, and the rules read the other.
How to mend it: keep one of the two names.
How far it looks: at facts, events and choices that the vocabulary of a pack declares and no rule, script,
sign, table or reading of the timeline reads, beside all others of their kind: one letter left out, put in,
changed or swapped; two where the name has ten letters or more.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from threshold.policy.places import WORDS, is_there
from threshold.reading import Node, Problem, locate, one_document
from threshold.reading.tree import Mapping as Tree
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Goal, Shown
from threshold.soundness.likeness import looks_like
from threshold.soundness.showing import is_value, known
from threshold.soundness.use import words_read

CODE = "name-like-another"
_EFFECT = "What people say under the one name is never read under the other"


def check(examination: Examination) -> Iterator[Finding]:
    """Such names in the vocabulary of every pack."""
    read = words_read(examination)
    for examined in examination.packs:
        path = examination.written.folders[examined.held.entry.pack] / WORDS
        if is_there(path):
            yield from _facts(examination, path, read)
            yield from _events(examination, path, read)


def _facts(examination: Examination, path: Path, read: set[str]) -> Iterator[Finding]:
    root = one_document(path)
    declared = locate(root, ("facts",))
    for group, facts in _entries(declared).items():
        for short, node in _entries(facts).items():
            name = f"{group}.{short}"
            own = (each for each in examination.facts if each.startswith(f"{group}.") and each != name)
            beside = [each.partition(".")[2] for each in own]
            if name not in read and (meant := looks_like(short, beside)):
                said = _said(examination, (known(name), HOLDS))
                yield _finding(f"{name}, which nothing reads", f"{group}.{meant}", path, node, said)
            values = _entries(locate(node, ("values",))) if isinstance(node, Tree) else {}
            for value, place in values.items() if "values" in _entries(node) else ():
                others = [each for each in values if each != value]
                if value not in read and (meant := looks_like(value, others)):
                    said = _said(examination, (is_value(name, value), HOLDS))
                    what = f"the choice {value} of {name}, which nothing reads"
                    yield _finding(what, meant, path, place, said)


def _events(examination: Examination, path: Path, read: set[str]) -> Iterator[Finding]:
    events = locate(one_document(path), ("events",))
    for name, node in _entries(events).items():
        others = [each for each in examination.files.vocabulary.events if each != name]
        if name not in read and (meant := looks_like(name, others)):
            yield _finding(f"the event {name}, which nothing reads", meant, path, node)


def _said(examination: Examination, goal: Goal) -> Shown:
    """Somebody of whom it is said under the name that nothing reads."""
    policy = examination.policies[-1]
    return Shown(policy, examination.day_of(policy), (goal,))


def _finding(what: str, meant: str, path: Path, node: Node, shown: Shown | None = None) -> Finding:
    message = f"declares {what}, beside {meant}; keep one of them"
    return Finding(CODE, Problem(message, str(path), node.line, None), _EFFECT, shown)


def _entries(node: Node) -> Mapping[str, Node]:
    return node.entries if isinstance(node, Tree) else {}
