"""How everything is counted, in words: printed with every report, for the field's tools disagree."""

from threshold.conditions import Lookup
from threshold.output.words import spoken
from threshold.policy import Deadline, Requirement
from threshold.vocabulary import Vocabulary
from threshold.vocabulary.phrases import clause, noun

COUNTING = (
    "Day 0 is the day of the event that starts the clock.",
    "Working days leave out weekends and England's bank holidays.",
    "A deadline is met on its due date and late from the day after, whatever its unit.",
    "Share = met / (met + not met), where not met is late + overdue + missed + not met; all others are "
    "counted apart.",
    "Missed: not done by the end of what it belongs to, or before a pause began; it counts no further.",
    "Early (before its clock started), ended (not due by the end) and paused count neither way.",
    "At least = the share if everything that cannot be told, or is in conflict, had been missed.",
    "What the export does not record completely cannot be told: it is never counted as done, nor as missed.",
)
SHORT = (
    "Day 0 is the start event; working days leave out weekends and England's bank holidays; "
    "share = met / (met + late + overdue + missed + not met)."
)


def counted(rule: Deadline | Requirement, vocabulary: Vocabulary) -> str:
    """What a rule counts, in words, with its unit and the event that starts the clock."""
    if isinstance(rule, Requirement):
        return "as at the date of the audit"
    if rule.within is None:
        limit = "no number is set"
    elif isinstance(rule.within, Lookup):
        limit = f"within what the policy sets for {noun(vocabulary.facts[rule.within.row_fact])}"
    else:
        limit = f"{'every' if rule.repeats else 'within'} {rule.within}"
    told = clause(vocabulary.facts[rule.starts], vocabulary)
    start = f"from when {told.yes}" if told else f"from {spoken(rule.starts)}"
    again = ", then from the last one held" if rule.repeats else ""
    return f"{limit}, {start}{again}"


def on_request(rule: Deadline | Requirement) -> bool:
    """Whether a rule bears on requests alone, of which an export holds none."""
    bears_on = rule.head.bears_on
    return isinstance(rule, Requirement) and bool(bears_on) and "compliance" not in bears_on
