"""What the columns of the worklist are called and mean to people, and what each act does."""

from dataclasses import dataclass

from threshold.worklist.model import Act


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in CSV, its heading in words, what it means, and how wide a sheet has it."""

    name: str
    heading: str
    means: str
    width: int


COLUMNS = (
    Column("rank", "Rank", "its place in the list, from 1; empty where each is told as it comes", 6),
    Column("act", "What to do", "what to do about it", 16),
    Column("reference", "Reference", "its reference; empty where it has none that may be shown", 14),
    Column("colour", "Rated", "the BRAG colour that it was given; empty where it was given none", 10),
    Column("level", "Level", "the level of need, or the least that is certain (at least 3)", 11),
    Column("from", "From", "the support in place; empty where nobody has said", 15),
    Column("to", "To", "the tray that it goes to; empty where the policy names none yet", 22),
    Column("received", "Came in", "the day, or day and time, that it came in", 18),
    Column("due", "Due", "the day, or day and time, by which it is to be answered", 18),
    Column("within", "Within", "the limit in words; empty where the policy sets none", 16),
    Column(
        "state",
        "State",
        "how it stands: overdue, past_due, pending, late, met, cannot_tell or no_limit",
        12,
    ),
    Column(
        "minutes_left",
        "Minutes left",
        "until it is due, in working hours where the limit counts those; negative where it is overdue; "
        "nothing where only days are counted",
        9,
    ),
    Column("time_left", "Time left", "how much time is left, or has gone by, in words", 22),
    Column("status", "Status", "of the decision, as threshold decide has it; empty where there is none", 14),
    Column("direction", "Direction", "of the decision, as threshold decide has it", 16),
    Column("danger", "Danger", "the most serious that is told of danger: immediate, harm or concern", 11),
    Column("do", "To do", "what is urgent, or helps where something stands in the way, and who does it", 40),
    Column("why", "Why", "the reasons, each with its clauses", 60),
    Column("missing", "Not known", "the facts that nobody has given and the answer hangs on", 30),
    Column("ask", "Ask", "the question for the first of them", 40),
    Column("conflicts", "Contradictions", "what contradicts itself, also a colour that belittles danger", 40),
    Column("duplicates", "Perhaps twice", "other contacts that may be the same, by their places", 30),
    Column("problems", "Not read", "what of it could not be read", 30),
    Column("since", "Since then", "against an earlier list: new, changed or same; empty without one", 10),
    Column("place", "File", "the file or sheet that it stands in", 20),
    Column("row", "Row", "its row or line there, from 1", 8),
    Column("as_at", "As at", "the day, or day and time, that it was decided as at", 18),
    Column("rule", "Rule", "the rule that sets the limit", 18),
    Column("schema", "Schema", "the version of these columns, threshold/worklist/1", 22),
)

ACTS: dict[Act, str] = {
    "refer_now": "there is danger, or what is said of it contradicts itself: refer at once",
    "unread": "it could not be read or decided: somebody has to look at it",
    "ask_first": "nobody knows whether there is danger, or protection in place: ask that before all else",
    "overdue": "the time to answer it is over",
    "pass_on": "it may go where the list says",
    "put_right": "it may be passed on once what is listed is put right",
    "hold": "it may not be passed on, and why",
    "find_out": "something that the answer hangs on is not known, or contradicts itself",
    "no_rule": "the policy has no rule on what is asked for: a person decides without one",
    "look_at": "nothing is asked for: this is advice alone",
}
