"""A length of time that stands in words, where a parameter holds it.

What would happen: once a board has changed the number, people go on reading the old one.
How to mend it: write the parameter that holds it into the sentence, as `{its_name}`.
How far it looks: at titles, messages, actions and steps of every rule, at the script of a call, and at
what parameters mean; numbers in figures and in words up to sixty, with a unit of time. Of
a script, and of what a parameter means, no case is written.
"""

import re
from collections.abc import Iterator

from threshold.reading import Mapping, Node, Problem, Scalar, Sequence
from threshold.reading.tree import child_of
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import shown_at

CODE = "length-in-words"
_EFFECT = "Once the number is changed, people go on reading the old one"

# Keys whose values are sentences, wherever in a rule they stand.
_SENTENCES = ("title", "else", "unknown", "do", "late", "overdue", "because", "why", "says", "via")
# Of the script of a call.
_SPOKEN = ("title", "asks", "means", "because", "say", "share", "words", "do")
ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
_TENS = "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
_NUMBER = rf"(?:\d+|(?:{_TENS}|{ONES})(?:-(?:{ONES}))?)"
_A_LENGTH = re.compile(
    rf"\b{_NUMBER}[ -]+(?:calendar |working )?(?:hour|day|week|month|year)s?\b"
    r"|\bhalf an? (?:hour|day|week|month|year)\b|\ba fortnight\b"
    rf"|\bday {_NUMBER}\b|\b(?:daily|weekly|fortnightly|monthly|quarterly|yearly)\b",
    re.IGNORECASE,
)


def check(examination: Examination) -> Iterator[Finding]:
    """Lengths of time in the sentences of every pack."""
    for examined in examination.packs:
        for problem in _in_words(examined):
            shown = shown_at(examined, examination, problem.file, problem.line)
            yield Finding(CODE, problem, _EFFECT, shown)


def _in_words(examined: Examined) -> Iterator[Problem]:
    """Sentences that would go on saying three months after a board has made it four."""
    held = examined.held
    for group in held.groups:
        for node, text in sentences(group.node):
            if _A_LENGTH.search(text):
                message = "a length of time stands in words; write the parameter that holds it, as {its_name}"
                yield Problem(message, group.file, node.line, node.column)
    script = held.script
    for node, text in () if script is None else spoken(script.root):
        if _A_LENGTH.search(text):
            message = "a length of time stands in words; write the parameter that holds it, as {its_name}"
            yield Problem(message, script.file if script else "", node.line, node.column)
    for parameter in held.parameters.values():
        means = child_of(parameter.node, "means")
        if _A_LENGTH.search(parameter.entry.means):
            message = "says a length of time, which is for its value to say"
            yield Problem(message, parameter.file, means.line, means.column, parameter.name)


def sentences(node: Node) -> Iterator[tuple[Node, str]]:
    """Every sentence of a group of rules; those of the groups inside it come with their own."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from sentences(item)
    elif isinstance(node, Mapping):
        for key, child in node.entries.items():
            if isinstance(child, Scalar):
                if child.text and (key in _SENTENCES or key[:1].isupper()):
                    yield child, child.text
            elif key != "groups":
                yield from sentences(child)


def spoken(node: Node, key: str = "") -> Iterator[tuple[Node, str]]:
    """Every sentence of the script of a call: what is asked, said, told of a family and done."""
    if isinstance(node, Scalar):
        if node.text and key in _SPOKEN:
            yield node, node.text
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from spoken(item, key)
    elif isinstance(node, Mapping):
        for name, held in node.entries.items():
            yield from spoken(held, name)
