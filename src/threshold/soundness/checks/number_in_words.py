"""A number that stands in a sentence of a rule, where a parameter of that rule holds it.

What would happen: once a board has changed the number, people go on reading the old one.
How to mend it: write the parameter into the sentence, as `{its_name}`.
How far it looks: at titles, messages and actions of every rule that relies on a parameter of type number, for
its own value in figures and in words up to sixteen; any other number may stand. Lengths of time are found by
`length-in-words`, whoever holds them.
"""

import re
from collections.abc import Iterator

from threshold.policy.model import rules_of
from threshold.policy.rule_file import KINDS
from threshold.reading import Problem
from threshold.soundness.checks.length_in_words import ONES, sentences
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import rule_shown

CODE = "number-in-words"
_EFFECT = "Once the number is changed, people go on reading the old one"
_WORDS = ("zero", *ONES.split("|"))


def check(examination: Examination) -> Iterator[Finding]:
    """Numbers in the sentences of the rules that rely on a parameter for them."""
    for examined in examination.packs:
        used = _parameters(examined)
        for group in examined.held.groups:
            for kind in KINDS:
                for entry, node in group.entries(kind):
                    for name in sorted(used.get(entry.id, ())):
                        numbers = _numbers(examined, name)
                        for place, text in sentences(node):
                            if any(_stands(number, text) for number in numbers):
                                message = f"a number stands in words that a parameter holds; write {{{name}}}"
                                problem = Problem(message, group.file, place.line, place.column, entry.id)
                                shown = rule_shown(entry.id, examined, examination)
                                yield Finding(CODE, problem, _EFFECT, shown)


def _parameters(examined: Examined) -> dict[str, set[str]]:
    """The parameters of type number that each rule relies on, by the id of the rule."""
    found: dict[str, set[str]] = {}
    for _, pack in examined.resolved:
        for rule in rules_of(pack):
            names = {
                each
                for each in rule.head.parameters
                if each in examined.held.parameters and examined.held.parameters[each].entry.type == "number"
            }
            found.setdefault(rule.head.id, set()).update(names)
    return found


def _numbers(examined: Examined, name: str) -> set[int]:
    """What the parameter is, on any day."""
    values = examined.held.parameters[name].entry.values
    return {int(str(each.value)) for each in values if str(each.value).isdigit()}


def _stands(number: int, text: str) -> bool:
    word = _WORDS[number] if number < len(_WORDS) else str(number)
    return re.search(rf"(?<![\w.-])(?:{number}|{word})(?![\w.-])", text, re.IGNORECASE) is not None
