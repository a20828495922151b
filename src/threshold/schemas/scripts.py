"""The JSON Schema of consultation.yaml: the script of a call, its questions completed by the vocabulary.

What only the whole file tells is left to `threshold policy check`: that a condition reads what is asked for
earlier, that an id stands once, that a clause is listed.
"""

from collections.abc import Iterable, Sequence

from threshold.policy.declared import Declared
from threshold.policy.model import ADVICE
from threshold.policy.script_file import ScriptEntry
from threshold.policy.script_reading import can_be_asked
from threshold.schemas.conditions import CONDITION, conditions, offered_parameters
from threshold.schemas.models import written
from threshold.schemas.values import TEXT, TRUE_OR_FALSE, Schema, document, one_of, spellings, value
from threshold.vocabulary import Fact, Vocabulary
from threshold.vocabulary.phrases import questions

_STOPPING: Schema = {"$ref": "#/$defs/stopping"}
_WORDS: Schema = {"anyOf": [TEXT, {"$ref": "#/$defs/WordsEntry"}]}
_ONE_QUESTION = ("fact", "asks", "means", "answers", "stops")


def script_schema(vocabulary: Vocabulary, known: Declared) -> Schema:
    """The schema of a pack's script for its consultation line."""
    content = written(ScriptEntry)
    asked = [fact for fact in vocabulary.facts.values() if can_be_asked(fact)]
    shapes = content["$defs"]
    named = _by_name(vocabulary, known)
    for shape in shapes.values():
        shape["properties"].update({k: named[k] for k in shape["properties"] if k in named})
    question = shapes["QuestionEntry"]
    question["properties"] |= {
        "fact": one_of([fact.name for fact in asked], {f.name: _told(f, vocabulary) for f in asked}),
        "stops": _or_several(TEXT),
        "questions": {**question["properties"]["questions"], "minItems": 1},
    }
    question["oneOf"] = [
        {"required": ["fact", "asks"], "not": {"required": ["questions"]}},
        {"required": ["unless", "questions"], "properties": dict.fromkeys(_ONE_QUESTION, False)},
    ]
    question["allOf"] = [*_answers(asked)]
    for key in ("say", "share"):
        shapes["OutcomeEntry"]["properties"][key] = _or_several(_WORDS, minItems=1)
    content["properties"]["questions"]["contains"] = _STOPPING
    content["$defs"] = {
        **shapes,
        "stopping": _stopping(),
        **conditions(asked),
        **offered_parameters(known),
    }
    return document("consultation", "The script of a consultation line", content)


def _by_name(vocabulary: Vocabulary, known: Declared) -> dict[str, Schema]:
    """What the entries leave open, by the name of the key: it means the same wherever it stands."""
    advice = vocabulary.facts.get(ADVICE)
    somebody: Schema = {
        "anyOf": [one_of(dict.fromkeys(name for _, name in vocabulary.roles)), {"type": "string"}]
    }
    return {
        **dict.fromkeys(("unless", "when"), CONDITION),
        **dict.fromkeys(("by", "to"), somebody),
        "advice": value(advice.type) if advice else TEXT,
        "tensions": {"type": "array", "items": one_of(known.tensions)},
    }


def _told(fact: Fact, vocabulary: Vocabulary) -> str:
    """What asks for a fact, and what it means."""
    return ". ".join(part for part in (" ".join(questions(fact, vocabulary)), fact.means) if part)


def _answers(asked: Iterable[Fact]) -> Iterable[Schema]:
    """That the answers to a question, and those that stop the call, are values of its fact."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for fact in asked:
        yes_or_no = fact.type.kind == "boolean"
        alike.setdefault(("true", "false") if yes_or_no else (*spellings(fact.type),), []).append(fact.name)
    for values, names in alike.items():
        one = TRUE_OR_FALSE if values == ("true", "false") else one_of(values)
        yield {
            "if": {"required": ["fact"], "properties": {"fact": one_of(names)}},
            "then": {"properties": {"answers": _worded(values), "stops": _or_several(one)}},
        }


def _worded(values: Sequence[str]) -> Schema:
    return {"properties": dict.fromkeys(values, TEXT), "additionalProperties": False}


def _stopping() -> Schema:
    """A question that an answer can stop the call at, or questions with such a one."""
    inside = {"required": ["questions"], "properties": {"questions": {"contains": _STOPPING}}}
    return {"anyOf": [{"required": ["stops"]}, inside]}


def _or_several(one: Schema, **limits: int) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one, **limits}]}
