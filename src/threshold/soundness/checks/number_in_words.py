"""A number that stands in a sentence of a rule, where a parameter of that rule holds it.

What would happen: once a board has changed the number, people go on reading the old one.
How to mend it: write the parameter into the sentence, as `{its_name}`.
How far it looks: at titles, messages and actions of every rule that relies on a parameter of type number, and
at the script of a call that does, for its own value in figures and in words up to sixteen; any other number
may stand. Lengths of time are found by `length-in-words`, whoever holds them. Of a script no case is written.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from threshold.policy.model import rules_of
from threshold.policy.rule_file import KINDS
from threshold.reading import Node, Problem
from threshold.soundness.checks.length_in_words import ONES, sentences, spoken
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import rule_shown

CODE = "number-in-words"
_EFFECT = "Once the number is changed, people go on reading the old one"
_WORDS = ("zero", *ONES.split("|"))


def check(examination: Examination) -> Iterator[Finding]:
    """Numbers in the sentences of the rules and the script that rely on a parameter for them."""
    for examined in examination.packs:
        used = _parameters(examined)
        for group in examined.held.groups:
            for kind in KINDS:
                for entry, node in group.entries(kind):
                    for problem in _standing(
                        sentences(node), used.get(entry.id, set()), examined, group.file, entry.id
                    ):
                        yield Finding(CODE, problem, _EFFECT, rule_shown(entry.id, examined, examination))
        script = examined.held.script
        if script is not None:
            relied = {
                name
                for _, pack in examined.resolved
                if pack.script is not None
                for name in pack.script.parameters
                if _is_number(name, examined)
            }
            for problem in _standing(spoken(script.root), relied, examined, script.file, "consultation"):
                yield Finding(CODE, problem, _EFFECT)


def _standing(
    texts: Iterable[tuple[Node, str]], names: Collection[str], examined: Examined, file: str, rule: str
) -> Iterator[Problem]:
    """Where one of these parameters' numbers stands in a sentence."""
    for place, text in texts:
        for name in sorted(names):
            if any(_stands(number, text) for number in _numbers(examined, name)):
                message = f"a number stands in words that a parameter holds; write {{{name}}}"
                yield Problem(message, file, place.line, place.column, rule)


def _is_number(name: str, examined: Examined) -> bool:
    parameter = examined.held.parameters.get(name)
    return parameter is not None and parameter.entry.type == "number"


def _parameters(examined: Examined) -> dict[str, set[str]]:
    """The parameters of type number that each rule relies on, by the id of the rule."""
    found: dict[str, set[str]] = {}
    for _, pack in examined.resolved:
        for rule in rules_of(pack):
            names = {each for each in rule.head.parameters if _is_number(each, examined)}
            found.setdefault(rule.head.id, set()).update(names)
    return found


def _numbers(examined: Examined, name: str) -> set[int]:
    """What the parameter is, on any day."""
    values = examined.held.parameters[name].entry.values
    return {int(str(each.value)) for each in values if str(each.value).isdigit()}


def _stands(number: int, text: str) -> bool:
    word = _WORDS[number] if number < len(_WORDS) else str(number)
    return re.search(rf"(?<![\w.-])(?:{number}|{word})(?![\w.-])", text, re.IGNORECASE) is not None
