"""One conversation about one case: the questions that matter, the most decisive first, each answer saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from threshold.casefiles import Case
from threshold.casefiles.write import CaseFile
from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.decisions import Decision
from threshold.decisions.model import ActionLine
from threshold.decisions.wording import iso
from threshold.engine import Engine
from threshold.interview import opening
from threshold.interview.answers import (
    given_so_far,
    picked,
    which,
    with_ages_as_of,
    without_noes_about_danger,
)
from threshold.interview.asking import Asker, Back, Change, Passed, Stopped
from threshold.interview.dates import in_words
from threshold.interview.items import About, Answered, Items
from threshold.interview.prompts import Screen
from threshold.policy.protection import ASKED_FIRST, QUESTIONS
from threshold.questions.search import Question, questions
from threshold.questions.standing import standing
from threshold.reading import BadInput, Problem
from threshold.vocabulary import shown

_INTRODUCTION = (
    "Every answer is saved at once. At every question: ? explains, b goes back, c changes an answer, "
    "u means not known, Enter skips, q stops. Never type a name or anything else that tells who the child is."
)
_DIRECTION, _TO, _STEP, _ACTION = "request.direction", "request.to", "request.step", "request.action"
_FURTHER = {
    "step_up": (_TO,),
    "step_down": (_TO,),
    "step_across": (_TO,),
    "workflow": (_STEP, _ACTION),
}
_IMMEDIATE = "child_protection.immediate_danger"
_NOT_KNOWN = "Not known: nothing is written, which means the same, and it is not asked again now."


@dataclass(frozen=True, slots=True)
class State:
    """How far a conversation has come. Nothing of it is ever changed, so that each can be gone back to.

    begun    whether the file is there
    passed   what has been asked and has no answer
    again    questions about danger that have to be put again, whatever the file says
    request  whether it is asked what is asked for
    put      how many questions have been put
    """

    file: CaseFile
    case: Case
    begun: bool
    passed: Mapping[str, Passed] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    request: bool = True
    put: int = 0


class Interview:
    """Asks about the case in a file, which need not exist yet.

    `say` shows text as it is; `hear` shows a prompt and gives the line typed behind it, and raises EOFError
    when there is none. `screen` says how much can be seen; `somebody` whether a person can be asked how to go
    on with a file of another day. Raises BadInput when the file cannot be filled in.
    """

    def __init__(
        self,
        engine: Engine,
        path: Path,
        as_at: Moment | None,
        say: Callable[[str], None],
        hear: Callable[[str], str],
        *,
        screen: Callable[[], Screen] = Screen,
        somebody: bool = True,
        today: date | None = None,
    ) -> None:
        self.engine, self.as_at, self.somebody = engine, as_at, somebody
        self.today = today or date.today()
        self.asker = Asker(say, hear, screen)
        self.vocabulary = engine.policy.vocabulary
        self._earlier: list[State] = []
        self._found: dict[str, list[Question]] = {}
        self._was: Mapping[str, bool] = {}  # what was said of danger on the day that the file was of
        self._was_on = ""
        self.danger = False  # whether the questions stopped because of it
        self.state = self._loaded(CaseFile(path))

    @property
    def path(self) -> Path:
        """The file that is filled in."""
        return self.state.file.path

    def run(self) -> Decision | None:
        """Ask until nothing more matters, a danger is told of or the person stops.

        None where nothing was said to decide on. Raises KeyboardInterrupt once it has said what is saved.
        """
        try:
            if not self._open():
                return None
            while True:
                asked = self._next()
                if asked is not None:
                    self._put(*asked)
                elif self._ended():
                    break
                if self.danger:
                    self.asker.tell("\nDanger comes first: the questions stop here.")
                    return self._decision()
        except (Stopped, EOFError):
            self._say_stopped()
        except KeyboardInterrupt:
            self._say_stopped()
            raise
        return self._decision() if self.state.begun else None

    def closing(self, decision: Decision) -> None:
        """What stands last on the screen where a child is in danger, so that it is seen: what to do now."""
        if decision.safeguarding_now:
            self.asker.tell_as_it_is("\n")
            for action in (each for each in decision.actions if each.urgent):
                self.asker.tell(_now(action))
        if self.danger:
            self.asker.tell(f"What was answered is saved in {self.path}. Run this again to go on.")

    def _loaded(self, file: CaseFile) -> State:
        """The case as it stands. What is wrong with a file that was made up here is wrong with its name."""
        if file.content:
            return State(file, file.case(self.vocabulary), begun=True, request=False)
        opening.check_name(file.path)
        file.head("case", file.path.stem)
        file.head("as_at", iso(self.as_at or self.today))
        try:
            return State(file, file.case(self.vocabulary), begun=False)
        except BadInput as error:
            wrong = error.problems[0].message
            message = f"the name of the file becomes the reference of the case, which {wrong}"
            raise BadInput(Problem(message, str(file.path))) from None

    def _open(self) -> bool:
        """Say what the file holds, and settle which day and which file it is about."""
        if not self.state.begun:
            self._say_what_begins()
            return True
        case = self.state.case
        if self.as_at is None and opening.of_another_day(case, self.today):
            if not self.somebody:
                raise opening.refused(case, self.path, self.today)
            try:
                how = opening.how_to_go_on(self.asker, case, self.path, self.today)
            except (Stopped, EOFError):
                self.asker.tell("\nStopped. Nothing was changed.")
                return False
            if how.path is not None:
                self.state = self._loaded(CaseFile(how.path))
                self._say_what_begins()
                return True
            self.as_at = how.at
        else:
            self.asker.tell(opening.told_of(case))
            self.asker.tell("If this call is about another child, stop (q) and use another file name.")
        self._go_on_as_of(self.as_at)
        self._say_how_it_stands()
        return True

    def _go_on_as_of(self, moment: Moment | None) -> None:
        """Where the file is of another day, danger is asked about again; a yes stands meanwhile."""
        file, case = self.state.file, self.state.case
        if moment is None or (case.as_at is not None and day_of(case.as_at) == day_of(moment)):
            return
        if case.as_at is not None:
            self._was = {name: bool(case.given[name]) for name in QUESTIONS if name in case.given}
            self._was_on = shown(day_of(case.as_at))
            file = with_ages_as_of(without_noes_about_danger(file, case), case, day_of(moment))
            self.state = replace(self.state, again=ASKED_FIRST)
        file = file.copy()
        file.head("as_at", iso(moment))
        self._save(replace(self.state, file=file, case=file.case(self.vocabulary)))

    def _say_what_begins(self) -> None:
        self.asker.tell(f"A new case, {self.state.case.reference}, as at {in_words(self._today())}.")
        if opening.like_a_name(self.path):
            self.asker.tell("If that is anybody's name, stop (q) and use a code such as C-0412 instead.")
        self.asker.tell(_INTRODUCTION)

    def _say_how_it_stands(self) -> None:
        if self.state.again:
            self.asker.tell(f"It goes on as at {in_words(self._today())}. Danger is asked about again.")
        if self._in_danger(self.state.case):
            decision = self._decision()
            self.asker.tell(f"A danger told of before stands. {decision.recommendation.headline}.")
            for action in [each for each in decision.actions if each.urgent][:1]:
                self.asker.tell(_now(action))
        self.asker.tell(_INTRODUCTION)

    def _next(self) -> tuple[str, About] | None:
        """The next question: what is asked for, then danger where it must be put again, then what matters."""
        state = self.state
        number = f"Question {state.put + 1}"
        for name in self._request():
            return name, About(number)
        if not state.begun:
            self._save(replace(state, begun=True))
        for name in (name for name in state.again if name not in state.passed):
            return name, About(number, self._notes(name))
        left = [each for each in self._questions() if each.name not in state.passed]
        if not left:
            return self._danger_never_asked(number)
        more = len(left) - 1
        told = f"{more} more may matter" if more else "no other is known to matter"
        first = left[0]
        return first.name, About(f"{number}; {told}", settles=first.settles, facts=first.facts)

    def _danger_never_asked(self, number: str) -> tuple[str, About] | None:
        """No call ends without danger having been asked about, be there a rule on the request or not."""
        if self._decision().protection.known:
            return None
        given, passed = self.state.case.given, self.state.passed
        open_ = (name for name in ASKED_FIRST if name not in given and name not in passed)
        return next(((name, About(number)) for name in open_), None)

    def _request(self) -> list[str]:
        """What of the request is still to be asked for."""
        given = self.state.case.given
        wanted = (_DIRECTION, *_FURTHER.get(str(given.get(_DIRECTION)), ()))
        open_ = [name for name in wanted if name not in given and name not in self.state.passed]
        return open_ if self.state.request else []

    def _questions(self) -> list[Question]:
        """What is worth asking: it takes a while to find out, and is the same whenever as much is known."""
        text = self.state.file.text()
        if text not in self._found:
            self._found[text] = questions(self.engine, self.state.case, self.as_at)
        return self._found[text]

    def _notes(self, name: str) -> tuple[str, ...]:
        if name not in self._was:
            return ()
        if self._was[name]:
            return (f"On {self._was_on} the answer was yes, which stands until it is answered with no.",)
        return (f"On {self._was_on} the answer was no. Is it still?",)

    def _put(self, name: str, about: About) -> None:
        """Put one question and keep the answer, or do what is wanted instead."""
        try:
            answer = self._items().put(name, self.state.file, about)
        except Back:
            self._go_back()
        except Change:
            self._change()
        else:
            self._keep(name, answer, self.state.put + 1, about.facts)

    def _keep(self, name: str, answer: Answered | Passed, put: int, together: tuple[str, ...] = ()) -> None:
        """Save the answer; what was passed over is not asked again, be it one fact or several `together`."""
        before = self.state
        left = tuple(each for each in before.again if each != name)
        if isinstance(answer, Passed):
            if before.case.given.get(name) is not None:
                self.asker.tell("The earlier answer stands.", "  ")
            elif answer is Passed.UNKNOWN:
                self.asker.tell(_NOT_KNOWN, "  ")
            passed = {**before.passed, **dict.fromkeys((name, *together), answer)}
            self._earlier.append(before)
            self.state = replace(before, passed=passed, again=left, put=put)
            return
        passed = {**before.passed, **({name: Passed.SKIPPED} if answer.settled else {})}
        kept = replace(before, file=answer.file, case=answer.case, passed=passed, again=left, put=put)
        self._save(replace(kept, begun=True))
        self._earlier.append(before)
        self.danger = self._tells_of_danger(name, before)
        if not self.danger:
            self._pass_where_contradicted(name)

    def _pass_where_contradicted(self, name: str) -> None:
        """Where an answer settles nothing, because the file says otherwise as well, it is not asked again."""
        why = next((each.why for each in self._decision().conflicts if name in each.facts), None)
        if why is not None and any(each.name == name for each in self._questions()):
            self.asker.tell(f"The file contradicts itself here: {why}. c changes an answer.", "  ")
            self.state = replace(self.state, passed={**self.state.passed, name: Passed.SKIPPED})

    def _tells_of_danger(self, name: str, before: State) -> bool:
        """Whether the answer just given is the first that tells of danger, or that it is there now."""
        in_danger = self._in_danger(before.case)
        if name in QUESTIONS and self.state.case.given.get(name) is True:
            return not in_danger or name == _IMMEDIATE or name in before.again
        return not in_danger and self._in_danger(self.state.case)

    def _in_danger(self, case: Case) -> bool:
        told = any(case.given.get(name) is True for name in QUESTIONS)
        return told or self.engine.decide(case, self.as_at).safeguarding_now

    def _go_back(self) -> None:
        """As it was before the question before this one; its answer is taken out of the file again."""
        if not self._earlier:
            self.asker.tell("This is the first question; there is nothing to go back to.", "  ")
            return
        before = self._earlier.pop()
        if not before.begun:
            self.state.file.delete()
            self.state = replace(before, file=before.file.in_place_of(self.state.file))
        elif before.file is self.state.file:
            self.state = before
        else:
            self._save(replace(before, file=before.file.in_place_of(self.state.file)))

    def _change(self) -> None:
        """List what was answered, and ask one of these anew; then what matters is worked out again."""
        given = given_so_far(self.state.case, self.vocabulary)
        if not given:
            self.asker.tell("Nothing has been answered yet.", "  ")
            return
        try:
            one = self.asker.ask(which(given), lambda text: picked(text, given))
            if isinstance(one, Passed):
                return
            without = one.without(self.state.file)
            about = About("Changing an answer", (f"So far: {one.said} Enter leaves it as it is.",))
            answer = self._items().put(one.name, without, about)
        except (Back, Change):
            return
        passed: dict[str, Passed]
        if answer is Passed.SKIPPED:
            self.asker.tell("It stays as it was.", "  ")
            return
        if isinstance(answer, Passed):
            self.asker.tell("It is taken out of the file again.", "  ")
            changed, passed = without, {one.name: Passed.UNKNOWN}
        else:
            changed, passed = answer.file, {}
        if one.name == _DIRECTION:
            for name in (_TO, _STEP, _ACTION):
                changed.unstate(name)
        before = self.state
        request = before.request or one.name.startswith("request.")
        self.state = replace(before, passed=passed, request=request)
        self._keep(one.name, Answered(changed, changed.case(self.vocabulary)), before.put)
        self._earlier[-1] = before

    def _save(self, state: State) -> None:
        """Save the file of this state, which from then on is how it stands."""
        state.file.save()
        self.state = state

    def _items(self) -> Items:
        return Items(self.engine, self.asker, self._today())

    def _decision(self) -> Decision:
        return self.engine.decide(self.state.case, self.as_at)

    def _ended(self) -> bool:
        """Whether that is all: at a terminal, somebody may still go back, or change an answer."""
        self._say_the_end()
        try:
            if self.somebody:
                self.asker.wait_at_the_end()
        except Back:
            self._go_back()
        except Change:
            self._change()
        else:
            return True
        return False

    def _say_the_end(self) -> None:
        decision = self._decision()
        if decision.answered is False and decision.status == "undetermined":
            self.asker.tell("\nThis policy has no rule on what is asked for, so nothing else is asked.")
            return
        passed = " but what was skipped or is not known" if self.state.passed else ""
        to_add = standing(self.engine, self.state.case, self.as_at).to_add
        if to_add:
            self.asker.tell("\nTo be written into the file by hand:")
            for each in to_add:
                self.asker.tell(f"{each.asks} Add `{each.key}` to the entry {each.event} of the timeline.")
            return
        self.asker.tell(f"\nNothing more needs to be asked{passed}.")

    def _say_stopped(self) -> None:
        begun = self.state.begun
        where = f"What was answered is saved in {self.path}." if begun else "Nothing was written."
        self.asker.tell(f"\nStopped. {where}")

    def _today(self) -> date:
        return day_of(self.as_at or self.state.case.as_at or self.today)


def _now(action: ActionLine) -> str:
    end = "" if action.do.endswith((".", "?")) else "."
    return f"NOW. {action.by}: {action.do}{end}"
