"""What somebody types as an answer, as a value; and how to tell them what can be typed."""

from threshold.casefiles import Case
from threshold.reading import Mapping, Node, Scalar, Sequence
from threshold.vocabulary import Value, ValueType, Vocabulary, parse_text, parse_value

_SUCH_AS = {
    "boolean": "yes or no",
    "date": "such as 2026-08-14",
    "datetime": "such as 2026-08-14T09:30",
    "ratings": "who and which number, such as mother: 4, social worker: 6",
    "role": "a role",
    "text": "no names",
    "label": "as it is called in the system",
}
NO = ("n", "no", "none", "never")


def typed(text: str, kind: ValueType) -> Value:
    """What was typed, as a value. Raises ValueError in plain words that never repeat it."""
    if kind.kind == "boolean":
        if text.casefold() not in ("y", "yes", "true", "n", "no", "false"):
            raise ValueError("must be yes or no")
        return text.casefold() in ("y", "yes", "true")
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if kind.is_list:
        nothing = [piece.casefold() for piece in pieces] == ["none"]
        items: list[Node] = [Scalar(piece, 0, 0) for piece in pieces]
        return parse_value(Sequence(0, 0, [] if nothing else items), kind)
    if kind.kind == "ratings":
        people: dict[str, Node] = {}
        for piece in pieces:
            person, _, number = piece.rpartition(":")
            if not person.strip():
                raise ValueError("must say who and which number, such as mother: 4")
            people[person.strip()] = Scalar(number.strip(), 0, 0)
        return parse_value(Mapping(0, 0, people), kind)
    return parse_text(text, kind)


def hint(kind: ValueType) -> str:
    """What can be typed, in brackets behind a question."""
    if kind.kind == "choice":
        return f"({', '.join(map(_words, kind.values))})"
    if kind.is_list:
        some = ", ".join(map(_words, kind.values)) or ("roles" if kind.of == "role" else "no names")
        return f"(any of, with commas, or none: {some})"
    if kind.kind == "number":
        return f"({kind.least} to {kind.most})"
    return f"({_SUCH_AS[kind.kind]})"


def choices(kind: ValueType, vocabulary: Vocabulary) -> list[str]:
    """Everything that can be answered, where that is a closed list."""
    if kind.kind == "role" or kind.of == "role":
        return list(dict.fromkeys(used for _, used in vocabulary.roles))
    return [_words(value) for value in kind.values]


def recorded(case: Case, event: str) -> bool:
    """Whether the file already holds such an event."""
    return any(entry.event == event and entry.status == "held" for entry in case.timeline)


def _words(value: str) -> str:
    return value.replace("_", " ")
