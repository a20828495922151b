"""The episode that a rule is about: it is put to every run of it in an audit, and to the current one else."""

from threshold.policy.model import Deadline, Requirement
from threshold.vocabulary import Vocabulary


def anchor_of(rule: Requirement | Deadline, vocabulary: Vocabulary) -> str:
    """The episode named by the rule (`each`) or, of a deadline, by what starts it; "" is the child itself."""
    if rule.head.each or isinstance(rule, Requirement):
        return rule.head.each
    reading = vocabulary.facts[rule.starts].reading
    return "" if reading is None else reading.episode or reading.during
