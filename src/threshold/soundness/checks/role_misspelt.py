"""Somebody in a rule who is called nearly as somebody whom the vocabulary declares, or whom the pack names.

What would happen: what is to be done is told to somebody whom nobody knows, and is not found where people
look for what is theirs to do.
How to mend it: write the name as it is declared, or declare another role of this name.
How far it looks: at `by:` and `to:` of actions, steps, rows, calls and grounds, at roles that packs bring,
and at what they count as: one letter left out, put in, changed or swapped; two where the name has ten
letters or more. A name that is like none of the others may be anybody's, and is not told.
"""

from collections import Counter
from collections.abc import Iterator

from threshold.policy.places import WORDS
from threshold.reading import Mapping, Node, Problem, Scalar, Sequence, locate, one_document
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.likeness import looks_like
from threshold.soundness.showing import shown_at
from threshold.vocabulary.spelling import bare

CODE = "role-misspelt"
_EFFECT = "What is to be done is told to somebody whom nobody knows by that name"
_SOMEBODY = ("by", "to")
_OF_REQUESTS = ("for", "applies", "when", "must", "unless", "done", "groups")


def check(examination: Examination) -> Iterator[Finding]:
    """Names in the rules and the script of every pack, and the roles that it brings."""
    roles = [name for name, _ in examination.files.vocabulary.roles]
    for examined in examination.packs:
        used = list(_everybody(examined))
        often = Counter(text for _, _, text in used)
        declared = {bare(name): name for name in roles}
        for file, node, text in used:
            if (name := declared.get(bare(text))) is not None:
                if text not in roles:
                    message = f'is the role "{name}" in another spelling; write it so'
                    yield _finding(message, file, node, examined, examination)
                continue
            more = [each for each, number in often.items() if number > often[text]]
            if meant := looks_like(text, [*roles, *more]):
                message = f'"{text}" is no role that is declared; did you mean "{meant}"?'
                yield _finding(message, file, node, examined, examination)
    yield from _declared_twice(examination)


def _finding(message: str, file: str, node: Node, examined: Examined, examination: Examination) -> Finding:
    shown = shown_at(examined, examination, file, node.line)
    return Finding(CODE, Problem(message, file, node.line, node.column), _EFFECT, shown)


def _declared_twice(examination: Examination) -> Iterator[Finding]:
    """Roles that a pack brings, and that are called nearly as another."""
    vocabulary = examination.files.vocabulary
    known = {name for _, name in vocabulary.roles} - vocabulary.brought_by.keys()
    for role, pack in vocabulary.brought_by.items():
        if meant := looks_like(role, known):
            path = examination.written.folders[pack] / WORDS
            node = locate(one_document(path), ("roles", role))
            message = f'the role "{role}" is called nearly as "{meant}"; keep one of them'
            yield Finding(CODE, Problem(message, str(path), node.line, None, role), _EFFECT)
        known.add(role)


def _everybody(examined: Examined) -> Iterator[tuple[str, Node, str]]:
    """Everybody named outright, with the file and the place."""
    for group in examined.held.groups:
        for node, text in _named(group.node):
            yield group.file, node, text
    script = examined.held.script
    for node, text in () if script is None else _named(script.root):
        yield script.file if script is not None else "", node, text


def _named(node: Node) -> Iterator[tuple[Node, str]]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item)
    elif isinstance(node, Mapping):
        for key, held in node.entries.items():
            if key in _SOMEBODY:
                yield from _in(held)
            elif key not in _OF_REQUESTS:
                yield from _named(held)


def _in(node: Node) -> Iterator[tuple[Node, str]]:
    """One name, or those of whom a fact chooses one."""
    if isinstance(node, Scalar):
        if node.text and node.text != "none" and not node.text.startswith("$"):
            yield node, node.text
    elif isinstance(node, Mapping):
        for key, held in node.entries.items():
            if key != "fact":
                yield from _in(held)
