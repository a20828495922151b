"""The script of a consultation line to be read: its questions in order, and all that it may come to."""

from collections.abc import Collection, Iterator, Mapping

from threshold.conditions import ALWAYS, NEVER, Condition, facts_of
from threshold.handbook.book import Book
from threshold.handbook.model import Block, Line, Lines, Said, Section, Terms
from threshold.handbook.parameters import value_of
from threshold.handbook.wording import line
from threshold.output.words import listed, sentence
from threshold.policy.model import ADVICE
from threshold.policy.script import LONGEST_WAY, LogWords, NextStep, Outcome, Script, ScriptQuestion
from threshold.vocabulary import Value

NAME = "consultation"  # what a script is looked up by
_ASKED = (
    f"They are put in this order, {LONGEST_WAY} at most in one call. That nobody knows is an answer to each. "
    "An answer that stops the call ends the questions. A question is left out where what is said below it is "
    "so by the answers before it; as long as that is open, it is asked. "
    "That a child is in danger can be said at any time, and is then as if the question about danger were "
    "answered so."
)
_COMES_TO = (
    "The first of these that holds of the answers counts. Where the rules ask for more than that, the advice "
    "is theirs: a call never comes to less than the rules say of the same facts."
)


def script_section(book: Book, script: Script) -> Section:
    """The whole script."""
    asked = Lines("The questions", tuple(_question(book, each) for each in script.questions), numbered=True)
    outcomes = tuple(_outcome(book, script, each) for each in script.outcomes)
    rows = [("In the pack", script.pack)]
    if script.parameters:
        rests = [value_of(book, script.pack, name) for name in script.parameters]
        rows.append(("Set by", listed(rests, "and")))
    return Section(
        f"The call: {script.title}",
        (Terms(tuple(rows)),),
        (
            Section("What is asked", (Said(_ASKED), asked), pack=script.pack),
            Section("What it comes to", (Said(_COMES_TO),), outcomes, pack=script.pack),
            Section("Where it is logged", (Said(script.log.text), _sources(book, script.log))),
        ),
        anchor=f"script:{script.pack}",
        pack=script.pack,
    )


def outcome_page(book: Book, script: Script, outcome: Outcome) -> Section:
    """An outcome by itself, with those that go before it."""
    before = script.outcomes[: script.outcomes.index(outcome)]
    earlier = tuple(Line(f"{each.id} ({_advice(book, each)}): {each.title}") for each in before)
    where = Terms((("What it is", "An outcome of a call"), ("Of the script", _of(script))))
    first = Lines("Those that go before it", earlier or (Line("none: it is looked at first"),))
    return Section(
        f"{outcome.id}: {outcome.title}",
        (where, *_blocks(book, outcome), first),
        anchor=f"outcome:{full_name(script, outcome)}",
        pack=script.pack,
    )


def in_calls(book: Book, *, carries: Collection[str] = (), tension: str = "") -> tuple[Line, ...]:
    """What of a call rests on one of these clauses, or is touched by a tension: its log and its outcomes."""
    return tuple(
        Line(name if outcome is None else f"{name}, {_advice(book, outcome)}: {outcome.title}")
        for script in book.scripts
        for name, outcome in _touched(script, carries, tension)
    )


def names_in_call(script: Script, *, carries: Collection[str] = (), tension: str = "") -> list[str]:
    """The same of one script, by name."""
    return [name for name, _ in _touched(script, carries, tension)]


def tensions_of(script: Script) -> set[str]:
    """The tensions that what is said in a call names."""
    return {*script.log.tensions, *(name for outcome in script.outcomes for name in outcome.tensions)}


def _touched(script: Script, carries: Collection[str], tension: str) -> Iterator[tuple[str, Outcome | None]]:
    def touches(said: Outcome | LogWords) -> bool:
        return tension in said.tensions or not {*carries}.isdisjoint(said.carries)

    if touches(script.log):
        yield f"the log of a call ({script.pack})", None
    for outcome in script.outcomes:
        if touches(outcome):
            yield f"{full_name(script, outcome)} (outcome of a call)", outcome


def full_name(script: Script, outcome: Outcome) -> str:
    """What an outcome is called beside those of other packs, and beside what else has its id."""
    return f"{script.pack}.{outcome.id}"


def asked_for(book: Book, fact: str) -> Iterator[Line]:
    """Where scripts ask for a fact, and what of the call hangs on it."""
    for script in book.scripts:
        for number, question in enumerate(script.questions, start=1):
            if question.fact == fact:
                told = f"question {number} of the script of {_of(script)}: {question.asks}"
                yield Line(told, tuple(_hanging(script, fact)))


def reads(outcome: Outcome) -> dict[str, None]:
    """The facts that an outcome looks at, in what it holds of and in what it says."""
    said = [each.when for each in (*outcome.say, *outcome.share)]
    conditions = (outcome.when, *said, *(step.when for step in outcome.then))
    return dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))


def _of(script: Script) -> str:
    return f"{script.pack} ({script.title})"


def _hanging(script: Script, fact: str) -> Iterator[Line]:
    asked = [each.fact for each in script.questions if fact in facts_of(each.unless)]
    if asked:
        yield Line(f"on it hangs whether these are asked: {listed(asked, 'and')}")
    outcomes = [each.id for each in script.outcomes if fact in reads(each)]
    if outcomes:
        yield Line(f"outcomes that look at it: {listed(outcomes, 'and')}")


def _question(book: Book, question: ScriptQuestion) -> Line:
    """One question: what is meant, what may be answered and what stops there, and when it is left out."""
    words = {choice.value: choice.words for choice in question.choices}
    told = [Line(f"what it means: {question.means}")] if question.means else []
    told.append(Line(f"answers: {'; '.join((*words.values(), 'not known'))}"))
    if question.stops:
        told.append(Line(f"the call stops at: {'; '.join(words[value] for value in question.stops)}"))
    if question.unless != NEVER:
        told.append(_below("left out where", book, question.unless))
    told.append(Line(f"kept as {question.fact}{_values(words)}"))
    return Line(question.asks, tuple(told))


def _values(words: Mapping[Value, str]) -> str:
    """How the answers are kept, where they are said otherwise."""
    other = [f"{value} for “{said}”" for value, said in words.items() if isinstance(value, str)]
    return f": {'; '.join(other)}" if other else ""


def _below(what: str, book: Book, condition: Condition) -> Line:
    """A condition under a few words, in the same line where it is one phrase."""
    phrases = [line(phrase) for phrase in book.words.lines(condition)]
    if len(phrases) > 1:
        return Line(f"{what} all of these:", tuple(phrases))
    return Line(f"{what} {phrases[0].text}", phrases[0].lines)


def _outcome(book: Book, script: Script, outcome: Outcome) -> Section:
    return Section(
        f"{outcome.id}: {outcome.title}",
        tuple(_blocks(book, outcome)),
        anchor=f"outcome:{full_name(script, outcome)}",
        pack=script.pack,
    )


def _advice(book: Book, outcome: Outcome) -> str:
    return book.words.value(ADVICE, outcome.advice)


def _blocks(book: Book, outcome: Outcome) -> Iterator[Block]:
    advice = (("Advice", sentence(_advice(book, outcome))), ("Why", outcome.because))
    yield Terms((*advice, *_sources(book, outcome).rows))
    holds = tuple(line(phrase) for phrase in book.words.lines(outcome.when))
    yield Lines("It holds where", holds or (Line("none of the others does"),))
    yield Lines("To be read out", tuple(_said(book, each.text, each.when) for each in outcome.say))
    if outcome.then:
        yield Lines("What happens next", tuple(_said(book, _next(step), step.when) for step in outcome.then))
    yield Lines("What may be shared", tuple(_said(book, each.text, each.when) for each in outcome.share))


def _sources(book: Book, said: Outcome | LogWords) -> Terms:
    """The clauses that something rests on, and what they leave open."""
    clauses = [
        f"{name}, {book.clauses[name].place}" if name in book.clauses else name for name in said.carries
    ]
    rows = [("From", "; ".join(clauses))]
    if said.tensions:
        rows.append(("Left open", listed(list(said.tensions), "and")))
    return Terms(tuple(rows))


def _said(book: Book, text: str, when: Condition) -> Line:
    return Line(text, notes=() if when == ALWAYS else (f"only where {book.words.sentence(when)}",))


def _next(step: NextStep) -> str:
    return f"{step.by}: {step.do}{f' (to: {step.to})' if step.to else ''}"
