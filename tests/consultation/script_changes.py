"""Every small change of a script: what is left out, exchanged, turned round, or advised a step otherwise."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

# Most serious first, as the vocabulary orders them.
ADVICE = ("refer_now", "refer_to_mash", "ask_first", "speak_to_worker", "start_caf", "neither")
Tree = dict[str, Any]
Change = tuple[str, Tree]


def changes(script: Tree) -> Iterator[Change]:
    """Each change of a script as its file says it, named by where it is and what becomes of it."""
    yield from _of_questions(script, ("questions",))
    yield from _of_outcomes(script)


def _of_questions(script: Tree, place: tuple) -> Iterator[Change]:
    questions = _at(script, place)
    for number, question in enumerate(questions):
        here = (*place, number)
        name = question.get("fact") or f"the questions from {_first(question)} on"
        yield f"{name}: left out", _changed(script, place, lambda each, n=number: each.pop(n))
        if number:
            yield f"{name}: exchanged with the one before", _changed(script, place, _exchanged(number))
        if "unless" in question:
            # Questions that stand together cannot stand so without a reason: they stand alone then.
            drop = (
                _spread(number) if "questions" in question else lambda each, n=number: each[n].pop("unless")
            )
            yield f"{name}: always asked", _changed(script, place, drop)
            yield from _of_condition(script, (*here, "unless"), f"{name}: unless")
        if "stops" in question:
            yield f"{name}: stops nothing", _changed(script, here, lambda each: each.pop("stops"))
        for answer in question.get("answers", ()):
            left = _changed(script, (*here, "answers"), lambda each, a=answer: each.pop(a))
            yield f"{name}: {answer} is not offered", left
        if "questions" in question:
            yield from _of_questions(script, (*here, "questions"))


def _first(question: Tree) -> str:
    """The fact that is asked for first by a question, or by those that stand together."""
    return question["fact"] if "fact" in question else _first(question["questions"][0])


def _of_outcomes(script: Tree) -> Iterator[Change]:
    for number, outcome in enumerate(script["outcomes"]):
        name, here = outcome["id"], ("outcomes", number)
        yield f"{name}: left out", _changed(script, ("outcomes",), lambda each, n=number: each.pop(n))
        if number:
            yield (
                f"{name}: exchanged with the one before",
                _changed(script, ("outcomes",), _exchanged(number)),
            )
        rank = ADVICE.index(outcome["advice"])
        for other in (rank - 1, rank + 1):
            if 0 <= other < len(ADVICE):
                advice = ADVICE[other]
                advised = _changed(script, here, lambda each, a=advice: each.update(advice=a))
                yield f"{name}: advises {advice}", advised
        yield from _conditional(script, here, name)
        for key in ("say", "then", "share"):
            items = outcome.get(key, ())
            for item in range(len(items) if isinstance(items, list) else 0):
                yield from _conditional(script, (*here, key, item), f"{name}: {key} {item + 1}")


def _conditional(script: Tree, place: tuple, name: str) -> Iterator[Change]:
    """What has a `when`: always so, and with each change of the condition."""
    held = _at(script, place)
    if isinstance(held, dict) and "when" in held:
        yield f"{name}: always", _changed(script, place, lambda each: each.pop("when"))
        yield from _of_condition(script, (*place, "when"), f"{name}: when")


def _of_condition(script: Tree, place: tuple, name: str) -> Iterator[Change]:
    turned = {"none": [deepcopy(_at(script, place))]}
    yield f"{name} turned round", _put(script, place, turned)
    yield from _of_parts(script, place, name)


def _of_parts(script: Tree, place: tuple, name: str) -> Iterator[Change]:
    """A part left out, one of several values left out, and silence that counts no longer."""
    held = _at(script, place)
    items = list(held) if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ()
    for key in items:
        inside = (*place, key)
        path = f"{name} {key}"
        if len(held) > 1:
            yield f"{path} left out", _changed(script, place, lambda each, k=key: each.pop(k))
        if key == "not_known_to_be":
            yield f"{path} known", _put(script, place, deepcopy(held[key]))
        if key == "known":
            yield f"{path} turned round", _put(script, inside, "true" if held[key] == "false" else "false")
        yield from _of_parts(script, inside, path)


def _at(tree: Any, place: tuple) -> Any:
    for step in place:
        tree = tree[step]
    return tree


def _changed(script: Tree, place: tuple, change: Callable[[Any], object]) -> Tree:
    new = deepcopy(script)
    change(_at(new, place))
    return new


def _put(script: Tree, place: tuple, value: object) -> Tree:
    new = deepcopy(script)
    _at(new, place[:-1])[place[-1]] = value
    return new


def _exchanged(number: int) -> Callable[[list], None]:
    def change(items: list) -> None:
        items[number - 1], items[number] = items[number], items[number - 1]

    return change


def _spread(number: int) -> Callable[[list], None]:
    def change(items: list) -> None:
        items[number : number + 1] = items[number]["questions"]

    return change
