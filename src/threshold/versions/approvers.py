"""Who approved a version: roles and bodies, and never a person's name."""

import re

from threshold.privacy.text import identifying_text
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary, parse_text

# One of these stands in what a body or an office is called.
_OF_OFFICES = frozenset(
    word
    for line in (
        "administrator adviser advisor assembly board body cabinet chair chief clinician",
        "commissioner committee conference consultant coordinator council councillors deputy",
        "designated director directorate doctor executive forum governance group guardian",
        "head lead leader leadership manager management meeting member members nurse office",
        "officer officers panel partners partnership practitioner principal professional",
        "scrutiny service services sponsor steering subgroup supervisor team trust worker",
    )
    for word in line.split()
)
_WORD = re.compile(r"[A-Za-z]+")


def approver(text: str, vocabulary: Vocabulary) -> str:
    """Who approves, by the vocabulary's name for the role where it has one.

    Raises BadInput, which repeats nothing, where it may be a person's name.
    """
    given = " ".join(text.split())
    try:
        return str(parse_text(given, vocabulary.role_type))
    except ValueError:
        pass
    words = {word.casefold() for word in _WORD.findall(given)}
    named = not words & _OF_OFFICES or any(True for _ in identifying_text(given)) or len(given) > 80
    if named or re.search(r"[,;:()@/\\]", given):
        message = (
            "is no role or body that can be told from a person's name, and a release names nobody: give a "
            "role of the vocabulary, or what the body is called, such as “Safeguarding Children Partnership "
            "Board”"
        )
        raise BadInput(Problem(message, field="--approved-by"))
    return given
