"""Small example calls: what is asked, in this order and no more, and what it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from threshold.consultation.advice import Advised
from threshold.consultation.conversation import Conversation
from threshold.policy.script import Script
from threshold.reading import parse_yaml, plain
from threshold.vocabulary import Value

DAY = date(2026, 11, 30)
_SAID: dict[str, Value | None] = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True)
class SmallCall:
    """One call. `differs` says why what the document has is not what the script does."""

    call: str
    answers: Mapping[str, Value | None]
    outcome: str
    advice: str
    clauses: tuple[str, ...]
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    then_danger: bool = False
    changed: Mapping[str, Value | None] = field(default_factory=dict)
    differs: str = ""

    def begun(self, script: Script) -> Conversation:
        """The conversation once all is answered. Raises AssertionError where something else is asked."""
        talk = Conversation(script, DAY)
        for fact, value in self.answers.items():
            asked = talk.next
            assert asked is not None, f"nothing is asked where {fact} should be"
            assert asked.fact == fact, f"{asked.fact} is asked where {fact} should be"
            offered = [choice.value for choice in asked.choices]
            assert value is None or value in offered, f"{value} is no answer that is offered"
            talk = talk.answered(fact, value)
        if self.then_danger:
            return talk.endangered()
        for fact, value in self.changed.items():
            talk = talk.answered(fact, value)
        return talk

    def check(self, talk: Conversation, advised: Advised) -> None:
        """Raises AssertionError where the call does not end as it should."""
        assert talk.next is None, f"{talk.next.fact} is asked as well"
        assert (advised.outcome, advised.advice) == (self.outcome, self.advice)
        assert not advised.raised
        next_steps = [f"{step.by}: {step.do} (to: {step.to})" for step in advised.then]
        said = " | ".join((*advised.say, *next_steps, *advised.share))
        assert [words for words in self.told if words not in said] == []
        assert [words for words in self.untold if words in said] == []


@cache
def small_calls() -> tuple[SmallCall, ...]:
    """The calls of the file beside this one."""
    path = Path(__file__).with_suffix(".yaml")
    (root,) = parse_yaml(path.read_text(encoding="utf-8"), path.name)
    return tuple(_calls(plain(root)))


def _calls(content: Mapping) -> Iterator[SmallCall]:
    facts = content["facts"]
    for call in content["calls"]:
        texts = {key: tuple(call[key]) for key in ("clauses", "told", "untold") if key in call}
        answers, changed = (
            {facts[name]: _SAID.get(said, said) for name, said in call.get(key, {}).items()}
            for key in ("answers", "changed")
        )
        yield SmallCall(
            call["call"],
            answers,
            call["outcome"],
            call["advice"],
            changed=changed,
            then_danger="then_danger" in call,
            differs=call.get("differs", ""),
            **texts,
        )
