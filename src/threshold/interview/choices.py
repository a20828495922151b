"""Closed lists of answers: what each is called, and which one somebody means by a number or by words."""

import re
from collections.abc import Iterator, Sequence

from threshold.policy.script import Choice
from threshold.vocabulary import Value, ValueType, as_named

_YES, _NO = ("y", "yes", "true"), ("n", "no", "false")
# What a plain yes or no may stand for, where the question can be answered by one.
_MEANS_YES = {"given", "accepted", "confirmed", "agreed"}
_MEANS_NO = {
    "none",
    "refused",
    "withdrawn",
    "not_asked",
    "not_accepted",
    "not_confirmed",
    "not_agreed",
    "pending",
}
_ASKS_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might)\b", re.IGNORECASE
)
_AT_MOST = 4  # choices that a message names


def choices(kind: ValueType) -> tuple[Choice, ...]:
    """Every answer, in order, where that is a closed list; else none."""
    if kind.kind == "boolean":
        return (Choice(True, "yes"), Choice(False, "no"))
    if kind.kind == "role" or kind.of == "role":
        return tuple(Choice(used, used) for used in dict.fromkeys(used for _, used in kind.names))
    if kind.kind == "choice" or kind.is_list:
        return tuple(Choice(value, value.replace("_", " ")) for value in kind.values)
    return ()


def chosen(text: str, kind: ValueType, asks: str = "", offered: Sequence[Choice] = ()) -> Value:
    """The answer that a number or words mean; one of those `offered`, where they have words of their own.

    Raises ValueError, which names what it could be.
    """
    known = offered or choices(kind)
    if re.fullmatch("[0-9]+[.)]?", text):
        number = int(text.rstrip(".)")[:6])
        if not 1 <= number <= len(known):
            raise ValueError(f"is no number from 1 to {len(known)}")
        return known[number - 1].value
    bare = text.casefold()
    if kind.kind == "boolean" and bare in (*_YES, *_NO):
        return bare in _YES
    named = _named(text, kind, known)
    if named is not None:
        return named
    if kind.kind == "choice" and bare in (*_YES, *_NO) and (offered or _ASKS_YES_OR_NO.match(asks)):
        return _yes_or_no(bare in _YES, known)
    close = list(_close(bare, known))
    if 0 < len(close) <= _AT_MOST:
        raise ValueError(f"is not quite one of the answers; it may be {_numbered(close)}")
    raise ValueError("is none of the answers")


def several(text: str, kind: ValueType) -> tuple[str, ...]:
    """The answers that numbers or words mean, each once, with commas between them; `none` for none.

    Raises ValueError where one of them is no answer.
    """
    if text.casefold() == "none":
        return ()
    apart = text.split() if re.fullmatch(r"[0-9]+(?: +[0-9]+)+", text) else re.split("[,;]", text)
    pieces = [piece.strip() for piece in apart if piece.strip()]
    if not pieces:
        raise ValueError("is none of the answers")
    return tuple(dict.fromkeys(str(chosen(piece, kind)) for piece in pieces))


def numbered(text: str, many: int) -> tuple[int, ...]:
    """The places, from 0, of the numbers from 1 to `many` that are typed, in order; 0 or `none` for none.

    Raises ValueError where something else is among them.
    """
    if text.casefold() in ("0", "none", "n", "no"):
        return ()
    pieces = [each for each in re.split(r"[\s,;.]+|and", text.casefold()) if each]
    if not pieces or not all(re.fullmatch("[0-9]{1,6}", each) for each in pieces):
        raise ValueError("does not name any of these by their numbers")
    if not all(1 <= int(each) <= many for each in pieces):
        raise ValueError(f"names a number that is not from 1 to {many}")
    return tuple(sorted({int(each) - 1 for each in pieces}))


def _named(text: str, kind: ValueType, known: Sequence[Choice]) -> Value | None:
    one = ValueType("choice", kind.values, names=kind.names)
    said = next((each.value for each in known if each.words.casefold() == text.casefold()), None)
    if said is not None or kind.kind == "boolean" or not known:
        return said
    try:
        value = as_named(text, one)
    except ValueError:
        return None
    return value if value in [each.value for each in known] else None


def _yes_or_no(yes: bool, known: Sequence[Choice]) -> Value:
    meant = [(n, each) for n, each in enumerate(known, 1) if each.value in (_MEANS_YES if yes else _MEANS_NO)]
    if len(meant) == 1:
        return meant[0][1].value
    if meant:
        raise ValueError(f"can mean more than one of the answers: {_numbered(meant)}")
    raise ValueError("does not say which of the answers")


def _close(text: str, known: Sequence[Choice]) -> Iterator[tuple[int, Choice]]:
    """The answers of which all that was typed is a part, word by word."""
    words = re.findall(r"[a-z]{3,}", text)
    for number, each in enumerate(known, 1):
        if words and all(word in each.words.casefold() for word in words):
            yield number, each


def _numbered(found: Sequence[tuple[int, Choice]]) -> str:
    told = [f"{number} ({each.words})" for number, each in found]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"
