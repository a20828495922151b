"""Why, as plain text for one screen: each condition with a mark in words, its values beneath it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from threshold.output.terminal import HEIGHT, WIDTH, wrapped
from threshold.output.words import many, sentence
from threshold.vocabulary import parse_moment, shown
from threshold.why.model import Branch, RuleTold, Section, Seen, Why

Paint = Callable[[str, str], str]
MARKS = {True: "[yes]", False: "[no]", None: "[?]"}
_COLOURS = {True: "green", False: "red", None: "yellow"}
_EFFECTS = {
    "block": "it blocks",
    "condition": "a condition",
    "warn": "it only warns",
    "note": "it only notes",
}
_CLOSING = "Advice only: a person decides."
_DEEP = 6  # levels that are told unless everything is wanted
_IN_ORDER = ("met", "holds")


def plainly(text: str, _: str) -> str:
    """No colour at all."""
    return text


def as_text(
    why: Why, everything: bool = False, paint: Paint = plainly, width: int = WIDTH, height: int = HEIGHT
) -> str:
    """The answer and its trees, for a screen of so many columns and rows; all of it with `everything`.

    What it has no room for is counted, with how to see it.
    """
    page = _Page(why, everything, paint, width)
    lines = list(page.lines())
    room = height - 2  # the last line, and the row on which the cursor waits
    last = _CLOSING
    if not everything and (page.left_out or len(lines) > room):
        more = len(lines) - room
        cut = f" {many(more, 'more line')}, and" if more > 0 else ""
        last = f"{_CLOSING}{cut or ' What decides nothing is left out;'} --all shows everything."
        lines = lines[:room]
    return "\n".join([*lines, *wrapped(last, width)]) + "\n"


@dataclass
class _Page:
    """The lines of one answer; `left_out` says whether some branch was not told."""

    why: Why
    everything: bool
    paint: Paint
    width: int
    left_out: bool = False

    def lines(self) -> Iterator[str]:
        why = self.why
        for line in wrapped(why.answer, self.width):
            yield self.paint(line, "bold")
        about = (
            f"{why.case}, as at {shown(parse_moment(why.as_at))}, policy {why.policy}. Status: {why.status}"
        )
        yield from wrapped(about, self.width)
        for each in why.contradictions:
            yield from wrapped(f"Contradicts itself: {each}", self.width, "", "  ")
        for seen in why.facts:
            yield from self._fact(seen)
        for rule in why.rules:
            yield from self._rule(rule)
        for name, rules in (("Not known either", why.still_open), ("In order", why.in_order)):
            if rules:
                told = f"{name} ({len(rules)}): {', '.join(rules)}"
                yield from wrapped(told, self.width, "", "  ")

    def _fact(self, seen: Seen) -> Iterator[str]:
        heading = wrapped(f"{seen.fact}: {seen.told}", self.width, "", "  ")
        yield from (self.paint(line, "bold") for line in heading)
        yield from self._branches(seen.below, 2, 1)

    def _rule(self, rule: RuleTold) -> Iterator[str]:
        effect = f" ({_EFFECTS[rule.effect]})" if rule.effect in _EFFECTS else ""
        bears = "" if rule.decides or rule.effect not in _EFFECTS else ", and does not bear on this answer"
        cited = f" [{', '.join(rule.clauses)}]" if rule.clauses else ""
        head = f"{sentence(rule.outcome)}: {rule.rule}, {rule.title}{effect}{bears}{cited}"
        yield from (self.paint(line, "bold") for line in wrapped(head, self.width, "", "  "))
        for text in filter(None, (rule.says, *rule.lines)):
            yield from wrapped(text, self.width, "  ", "    ")
        hidden = 0
        for section in rule.sections:
            if self._matters(section, rule):
                yield from self._section(section)
            else:
                hidden += 1
        if hidden:
            self.left_out = True
            parts = f"{hidden} more" if hidden > 1 else "one more"
            yield from wrapped(
                f"{parts} decide nothing here (--all)".replace("one more decide", "one more decides"),
                self.width,
                "  ",
                "    ",
            )

    def _matters(self, section: Section, rule: RuleTold) -> bool:
        """Whether a section says something of how its rule came out."""
        if self.everything or len(rule.sections) == 1:
            return True
        if rule.kind == "definition":
            return section.branch.truth is not False
        asked = bool(self.why.asked) or rule.outcome in _IN_ORDER
        return asked or section.branch.truth is not True

    def _section(self, section: Section) -> Iterator[str]:
        branch = section.branch
        if branch.parts and branch.text == "all of these" and not branch.notes:
            head = f"{self._mark(branch)} {section.name}:"
            yield from self._line(head, 2)
            yield from self._branches(branch.parts, 4, 1)
        else:
            yield from self._line(
                f"{self._mark(branch)} {section.name}: {branch.text}{':' if branch.parts else ''}", 2
            )
            yield from self._below(branch, 2, 1)

    def _branches(self, branches: Sequence[Branch], indent: int, depth: int) -> Iterator[str]:
        shown_ = [each for each in branches if self.everything or each.decides]
        for each in shown_:
            yield from self._line(f"{self._mark(each)} {each.text}{':' if each.parts else ''}", indent)
            yield from self._below(each, indent, depth)
        if rest := len(branches) - len(shown_):
            self.left_out = True
            verb = "decides" if rest == 1 else "decide"
            yield from self._line(f"{rest} more {verb} nothing here (--all)", indent)

    def _below(self, branch: Branch, indent: int, depth: int) -> Iterator[str]:
        inside = indent + 2
        if (
            depth > _DEEP
            and not self.everything
            and (branch.parts or any(seen.below for seen in branch.seen))
        ):
            self.left_out = True
            yield from self._line("more lies beneath (--all)", inside)
            return
        for seen in branch.seen:
            yield from self._value(seen, inside, len(branch.seen) > 1)
            yield from self._branches(seen.below, inside + 2, depth + 1)
        for note in branch.notes:
            yield from self._line(note, inside + 4)
        yield from self._branches(branch.parts, inside, depth + 1)

    def _value(self, seen: Seen, indent: int, several: bool) -> Iterator[str]:
        name = f"{seen.fact}: " if several else ""
        told = seen.told if seen.unfolded else f"{seen.told} (see above)"
        yield from self._line(f"{name}{told}", indent + 4)

    def _mark(self, branch: Branch) -> str:
        return MARKS[branch.truth]

    def _line(self, text: str, indent: int) -> Iterator[str]:
        first = " " * min(indent, self.width // 2)
        for number, line in enumerate(wrapped(text, self.width, first, f"{first}  ")):
            mark = next((m for m in MARKS.values() if line.lstrip().startswith(m)), "") if number == 0 else ""
            truth = next((each for each, m in MARKS.items() if m == mark), None)
            yield line.replace(mark, self.paint(mark, _COLOURS[truth]), 1) if mark else line
