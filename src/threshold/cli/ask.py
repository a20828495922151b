"""`threshold ask`: what is not known and could change the outcome."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threshold.cli.options import AsAt, PolicyOption, SetOption, choose, moment, one_case

if TYPE_CHECKING:
    from threshold.engine import Engine, Question


def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file, or - for standard input.")],
    as_at: AsAt = None,
    policy: PolicyOption = None,
    settings: SetOption = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Ask here, and fill the case file in (it need not exist yet)."),
    ] = False,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
) -> int:
    """List the questions whose answers could change the outcome, the most decisive first."""
    from threshold.engine import Engine, questions
    from threshold.policy import load_policy

    choose(format_, ("text", "json"), "--format")
    engine = Engine(load_policy(policy), tuple(settings or ()))
    at = moment(as_at)
    if write:
        return _Interview(engine, Path(case), at).run()
    found = questions(engine, one_case(case, engine), at)
    typer.echo(_as_json(found) if format_ == "json" else _as_text(found))
    return 0


def _as_text(found: "list[Question]") -> str:
    if not found:
        return "Nothing more needs to be asked: no answer would change status, direction or route."
    lines = []
    for number, question in enumerate(found, start=1):
        rules = [rule for rule in question.settles if rule not in ("need.level", "route")]
        because = f" [{', '.join(rules[:3])}]" if rules else ""
        lines.append(f"{number:>2}. {question.asks}{because}")
        lines.append(
            f"    {question.name}: an answer rules out {question.rules_out:g} of "
            f"{question.outcomes} outcomes on average"
        )
    return "\n".join(lines)


def _as_json(found: "list[Question]") -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(question) for question in found], ensure_ascii=False, indent=2)


class _Interview:
    """Asks one question after another at the terminal, saving each answer as it is given."""

    def __init__(self, engine: "Engine", path: Path, at: Any) -> None:
        from threshold.casefiles.write import CaseFile
        from threshold.reading import BadInput, Problem

        if path.suffix not in (".yaml", ".yml", ".json"):
            raise BadInput(Problem("--write needs a file ending in .yaml or .json", str(path)))
        self.engine, self.path, self.at = engine, path, at
        self.vocabulary = engine.policy.vocabulary
        self.skipped: set[str] = set()
        if path.exists() and path.read_bytes().strip():
            one_case(str(path), engine)
        self.file = CaseFile(path)

    def run(self) -> int:
        from threshold.engine import questions

        self._say("Enter skips a question, q stops. Every answer is saved at once.\n")
        try:
            if "case" not in self.file.content:
                self._begin()
            while True:
                case = one_case(str(self.path), self.engine)
                found = [q for q in questions(self.engine, case, self.at) if q.name not in self.skipped]
                if not found:
                    self._say("Nothing more needs to be asked.\n")
                    break
                self._put(found[0], len(found))
        except _Stopped:
            pass
        return self._decide()

    def _begin(self) -> None:
        """A new file: a made-up reference, the date, and what is asked for."""
        self.file.head("case", self.path.stem)
        self.file.head("as_at", str(self.at or date.today()))
        direction = self._fact("request.direction")
        if direction in ("step_up", "step_down", "step_across"):
            self._fact("request.to")
        self.file.save()
        one_case(str(self.path), self.engine)

    def _put(self, question: "Question", left: int) -> None:
        self._say(f"\n({left} {'question' if left == 1 else 'questions'} that matter)\n")
        answered = self._event(question.event) if question.event else self._fact(question.fact)
        if answered is None:
            self.skipped.add(question.name)
        else:
            self.file.save()

    def _fact(self, name: str) -> Any:
        fact = self.vocabulary.facts[name]
        if fact.means:
            self._say(f"  {fact.means}.\n")
        value = self._value(f"{fact.asks} {_hint(fact.type)}", fact.type)
        if value is not None:
            self.file.state(name, value)
        return value

    def _event(self, name: str) -> Any:
        from threshold.casefiles import Entry
        from threshold.vocabulary import ValueType

        event = self.vocabulary.events[name]
        prompt = f"{event.asks} (a date, or no if it has not happened)"
        on = self._value(prompt, ValueType("date"), none_allowed=True)
        if on == "none":
            self.file.cover(name, self._today())
        elif on is not None:
            carries = {}
            for key, kind in event.carries.items():
                needed = key in event.needs
                value = self._value(f"  {key.replace('_', ' ')}? {_hint(kind)}", kind, needed=needed)
                if value is not None:
                    carries[key] = value
            self.file.enter(Entry(on, name, "held", carries))
        return on

    def _value(self, prompt: str, kind: Any, none_allowed: bool = False, needed: bool = False) -> Any:
        """The typed answer, None when skipped; asks again until it can be understood."""
        while True:
            self._say(f"{prompt} ")
            line = sys.stdin.readline()
            text = line.strip()
            if not line or text.casefold() in ("q", "quit"):
                raise _Stopped
            if none_allowed and text.casefold() in ("n", "no", "none"):
                return "none"
            if not text and not needed:
                return None
            try:
                return _typed(text, kind)
            except ValueError as error:
                self._say(f"  It {error}.\n")

    def _today(self) -> date:
        from threshold.vocabulary import parse_date, parse_moment

        at = self.at or parse_moment(str(self.file.content.get("as_at", date.today())))
        return parse_date(at.isoformat()[:10])

    def _decide(self) -> int:
        if not self.path.exists():
            self._say("\nNothing was written.\n")
            return 0
        from threshold.reports import as_text

        decision = self.engine.decide(one_case(str(self.path), self.engine), self.at)
        self._say("\n")
        typer.echo(as_text(decision), nl=False)
        return 0

    def _say(self, text: str) -> None:
        typer.echo(text, nl=False, err=True)


class _Stopped(Exception):
    """The person answering has had enough."""


def _hint(kind: Any) -> str:
    if kind.kind == "boolean":
        return "(yes or no)"
    if kind.kind == "choice" or (kind.is_list and kind.values):
        several = "any of, with commas: " if kind.is_list else ""
        return f"({several}{', '.join(kind.values)})"
    hints = {
        "date": "(such as 2026-08-14)",
        "datetime": "(such as 2026-08-14T09:30)",
        "list": "(with commas between)",
        "ratings": "(such as mother: 4, social worker: 6)",
        "number": f"({kind.least} to {kind.most})",
    }
    return hints.get(kind.kind, "")


def _typed(text: str, kind: Any) -> Any:
    """What was typed, as a value. Raises ValueError in plain words."""
    from threshold.reading import Mapping, Scalar, Sequence
    from threshold.vocabulary import parse_text, parse_value

    if kind.kind == "boolean" and text.casefold() in ("y", "yes", "n", "no"):
        return text.casefold().startswith("y")
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if kind.is_list:
        items: Any = [Scalar(piece, 0, 0) for piece in pieces if piece.casefold() != "none"]
        return parse_value(Sequence(0, 0, items), kind)
    if kind.kind == "ratings":
        people: Any = {}
        for piece in pieces:
            person, _, number = piece.rpartition(":")
            people[person.strip()] = Scalar(number.strip() or None, 0, 0)
        return parse_value(Mapping(0, 0, people), kind)
    return parse_text(text, kind)
