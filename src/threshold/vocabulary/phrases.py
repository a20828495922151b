"""A fact in words: what it says where it is so, what it is about, and when what it dates took place.

The words are the vocabulary's own: questions that turn into statements, what a fact means, and the events and
episodes that it is read off.
"""

from dataclasses import dataclass

from threshold.output.words import listed, spoken
from threshold.vocabulary.model import Episode, Event, Fact, MayBe, Reading, Vocabulary
from threshold.vocabulary.questions import Statement, asked_when, asked_which, statement
from threshold.vocabulary.values import Value, shown

# Facts that the program itself looks at, in every policy: their questions speak of one request.
_KNOWN = {
    "proposed.direction": "what is asked for, or else recommended,",
    "proposed.to": "the support asked for, or else recommended,",
    "request.direction": "what is asked for",
    "request.to": "the support asked for",
    "request.by": "whoever makes the request",
    "request.step": "the workflow step",
    "request.action": "the workflow action",
    "support.in_place": "the support in place as stated",
    "support.highest": "the highest support in place",
    "need.level": "the level of need",
    "child.age": "the age of the child in years",
}
_TRUE = {
    "protection.concern": ("there is a protection concern", "there is no protection concern"),
    "protection.in_place": ("protection is in place", "protection is not in place"),
}
_TIME = "at"  # the time of day of an entry, where it may have one
NOT_SO = "it is not so that "
IS_THIS_SO = "Is this so: "  # what a statement is asked with


@dataclass(frozen=True, slots=True)
class Clause:
    """That something is so, or took place; and that it is or did not."""

    yes: str
    no: str


def clause(fact: Fact, vocabulary: Vocabulary) -> Clause | None:
    """What a yes or no, or a date that is there or not, says. None of a fact that says neither."""
    if fact.name in _TRUE:
        return Clause(*_TRUE[fact.name])
    if fact.reading is not None and fact.means:
        # Of several facts that are read off one kind of event, each says which it is.
        said = _inside(fact.means)
        return Clause(said, NOT_SO + said)
    if fact.reading is not None:
        return _read(fact, vocabulary)
    if fact.type.kind == "boolean":
        return _stated(fact)
    if fact.type.is_date and (dated := asked_when(fact.asks)):
        return Clause(dated.yes, dated.no)
    return None


def noun(fact: Fact) -> str:
    """What a fact is about, as the beginning of a sentence that goes on with "is" or "includes"."""
    if fact.name in _KNOWN:
        return _KNOWN[fact.name]
    if fact.reading is not None:
        return _carried(fact, fact.reading)
    if named := asked_which(fact.asks):
        return named
    if not fact.asks and fact.means[:4] in ("The ", "What"):
        return fact.means[:1].lower() + fact.means[1:]
    words = fact.asks.split()
    # A question that a yes or no would answer has choices of its own: "consent to share is given".
    if fact.asks and words[0] in ("Where", "How", "Why"):
        return f"the answer to “{fact.asks}”"
    return spoken(fact.name)


def questions(fact: Fact, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The questions that ask for a fact: its own, or those of the events that it is read off."""
    if fact.asks:
        return (fact.asks,)
    if fact.reading is None:
        return ()
    return tuple(vocabulary.events[name].asks for name in _asked_of(fact))


def _carried(fact: Fact, reading: Reading) -> str:
    """What a fact gives that is read off the timeline, and is neither a day nor a yes or no."""
    event = listed([spoken(name) for name in reading.events])
    if reading.give:
        return f"what the {reading.take} {event} has under “{spoken(reading.give)}”"
    if reading.take == "count":
        return f"the number of entries of “{event}”"
    if reading.take == "longest_gap":
        return f"the longest gap, in days, since {spoken(reading.episode)} ended"
    return spoken(fact.name)


def _asked_of(fact: Fact) -> tuple[str, ...]:
    """The events whose questions come first: of an episode that has ended its end, else its beginning."""
    assert fact.reading is not None
    reading = fact.reading
    if not reading.episode:
        return reading.events
    return reading.events[-1:] if reading.take in ("closed", "longest_gap") else reading.events[:1]


def happened(event: Event) -> Clause:
    """That an event took place."""
    told = asked_when(event.asks)
    if told is None:
        return Clause(f"“{event.title}” was recorded", f"“{event.title}” was not recorded")
    return Clause(told.yes, told.no)


def about(episode: str, vocabulary: Vocabulary) -> str:
    """What runs from the beginning to the end of an episode: "the child protection plan"."""
    told = asked_when(vocabulary.events[vocabulary.episodes[episode].opens].asks)
    return told.subject if told else f"“{spoken(episode)}”"


def _stated(fact: Fact) -> Clause:
    if fact.asks.startswith(IS_THIS_SO):
        said = _inside(fact.asks.removeprefix(IS_THIS_SO).removesuffix("?"))
        return Clause(said, NOT_SO + said)
    told = statement(fact.asks)
    if told is not None:
        return Clause(told.yes, told.no)
    if fact.asks:
        return Clause(f"the answer to “{fact.asks}” is yes", f"the answer to “{fact.asks}” is no")
    if fact.means:
        said = _inside(fact.means)
        return Clause(said, NOT_SO + said)
    return Clause(f"“{spoken(fact.name)}” is so", f"“{spoken(fact.name)}” is not so")


def _inside(text: str) -> str:
    """A statement inside a sentence: its first letter is small unless its first word is a name."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


def _read(fact: Fact, vocabulary: Vocabulary) -> Clause | None:
    reading = fact.reading
    assert reading is not None
    if reading.give not in ("", _TIME) or reading.take in ("count", "longest_gap"):
        return _answered(fact, reading) if fact.type.kind == "boolean" else None
    if reading.episode:
        return _of_episode(reading.take, reading.episode, reading.after, vocabulary)
    events = [vocabulary.events[name] for name in reading.events]
    if reading.status != "held":
        return _of_plans(events, reading.status == "planned")
    told = [happened(event) for event in events]
    if reading.take == "first":
        told = [Clause(_first(each.yes), _first(each.no)) for each in told]
    yes, no = listed([each.yes for each in told]), f"neither {' nor '.join(each.yes for each in told)}"
    where = "".join(f" ({spoken(key)}: {_plain(value)})" for key, value in reading.where)
    return Clause(yes + where, (told[0].no if len(told) == 1 else NOT_SO + yes) + where) if no else None


def _first(said: str) -> str:
    """What a question for the latest says of the first."""
    return said.replace("the latest ", "the first ", 1)


def _plain(value: Value | MayBe) -> str:
    if isinstance(value, MayBe):
        return spoken(str(value))
    return spoken(value) if isinstance(value, str) else shown(value)


def _answered(fact: Fact, reading: Reading) -> Clause:
    """What an entry says yes or no to."""
    entry, under = listed([spoken(name) for name in reading.events]), spoken(reading.give)
    return Clause(*(f"the {reading.take} {entry} has {said} under “{under}”" for said in ("yes", "no")))


def _of_episode(take: str, episode: str, after: str, vocabulary: Vocabulary) -> Clause:
    what, run = about(episode, vocabulary), vocabulary.episodes[episode]
    match take:
        case "open":
            return Clause(f"{what} is open", f"{what} is not open")
        case "left_open":
            return Clause(f"the end of {what} is not recorded", f"{what} has an end wherever it began")
        case "opened":
            return happened(vocabulary.events[run.opens])
        case "closed":
            return happened(vocabulary.events[run.closes])
        case "begun":
            return Clause(_counts_from(what, run, vocabulary), f"the time of {what} has not begun to count")
        case _:
            since = about(after, vocabulary) if after else "what came before"
            time = f"time on {what}, after {since},"
            return Clause(f"{time} began", f"no {time} is recorded")


def _counts_from(what: str, run: Episode, vocabulary: Vocabulary) -> str:
    """What begins the time of a run: that to which the first of them belongs, each later one's own start."""
    began = happened(vocabulary.events[run.opens]).yes
    if not run.within:
        return began
    outer = happened(vocabulary.events[vocabulary.episodes[run.within].opens]).yes
    return f"{outer} or, where {what} is not the first under it, {began}"


def _of_plans(events: list[Event], planned: bool) -> Clause:
    told = [asked_when(event.asks) for event in events]
    dated = [each for each in told if isinstance(each, Statement)]
    if len(dated) != len(told):
        what = listed([f"“{event.title}”" for event in events])
        return Clause(f"{what} is planned or recorded", f"{what} is neither planned nor recorded")
    yes = listed([each.planned if planned else f"{each.yes}, or is meant to be" for each in dated])
    return Clause(yes, NOT_SO + yes)
