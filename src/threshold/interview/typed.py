"""What somebody types as an answer, as a value; and how to tell them what can be typed."""

import re
import unicodedata
from datetime import date

from threshold.interview.choices import choices, chosen, several
from threshold.interview.dates import SUCH_AS, moment_understood, understood
from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.vocabulary import Value, ValueType, parse_text, parse_value

LONGEST = 500  # characters of one answer
# Unpaired, unassigned and private characters, controls, and what is invisible or turns the line around.
_NO_TEXT = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def cleaned(text: str, longest: int = LONGEST) -> str:
    """What was typed, with single spaces. Raises ValueError where it is no text, or more than an answer."""
    if len(text) > 4 * longest:
        raise ValueError("is too long for an answer")
    text = re.sub(r"[\r\n\t]", " ", text).strip(" ")  # what is pasted may have lines
    if any(unicodedata.category(each) in _NO_TEXT or each == "\N{REPLACEMENT CHARACTER}" for each in text):
        raise ValueError("holds keys or signs that are no text")
    text = " ".join(text.split())
    if len(text) > longest:
        raise ValueError("is too long for an answer")
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def typed(
    text: str, kind: ValueType, *, asks: str = "", today: date | None = None, ahead: bool = False
) -> Value:
    """What was typed, as a value. Raises ValueError in plain words that never repeat it."""
    if kind.is_date:
        day = today or date.today()
        return moment_understood(text, day) if kind.kind == "datetime" else understood(text, day, ahead=ahead)
    if kind.is_list and kind.of != "text":
        return several(text, kind)
    if choices(kind):
        return chosen(text, kind, asks)
    if kind.kind == "ratings":
        return _ratings(text, kind)
    if kind.is_list:
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
        items: list[Node] = [Scalar(piece, 0, 0) for piece in pieces if text.casefold() != "none"]
        return parse_value(Sequence(0, 0, items), kind)
    return parse_text(text, kind)


def can_be_typed(kind: ValueType) -> str:
    """What can be typed as an answer, in a sentence."""
    number = len(choices(kind))
    if kind.kind == "boolean":
        return "Type 1 or yes, 2 or no."
    if kind.is_list and number:
        return f"Type numbers from 1 to {number} with commas, or none."
    if number:
        return f"Type a number from 1 to {number}, or the words."
    match kind.kind:
        case "number":
            return f"Type a number from {kind.least} to {kind.most}."
        case "date":
            return f"Type a date such as {SUCH_AS}."
        case "datetime":
            return "Type a date, and the time if known, such as 11 May 2026 at 14:30."
        case "ratings":
            return "Type who and which number, such as mother 4, social worker 6; or none."
        case "list":
            return "Type words with commas between them, or none; no names."
        case "label":
            return "Type it as it is called in the system; no names."
        case _:
            return "Type a few words; no names."


def people(kind: ValueType) -> tuple[str, ...]:
    """Who may put a number, where that is a closed list: the parts people have, without the roles."""
    return kind.values if kind.kind == "ratings" else ()


def _ratings(text: str, kind: ValueType) -> Value:
    if text.casefold() == "none":
        return ()
    rated: dict[str, Node] = {}
    for piece in filter(None, map(str.strip, re.split("[,;]", text))):
        found = re.fullmatch(r"(.*?[^\s0-9:=])\s*[:=]?\s*([0-9]{1,9})", piece)
        if found is None:
            raise ValueError("must say who, and which number each of them puts")
        if found[1].casefold() in (each.casefold() for each in rated):
            raise ValueError("gives two numbers to one person")
        rated[found[1]] = Scalar(found[2], 0, 0)
    if not rated:
        raise ValueError("must say who, and which number each of them puts")
    return parse_value(Mapping(0, 0, rated), kind)
