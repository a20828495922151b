"""The words of rules, with every `{parameter}` at the value in force."""

import re
from collections.abc import Mapping

from threshold.conditions import Context
from threshold.conditions.parse import Setting
from threshold.output.words import listed, plainly, sentence
from threshold.reading import Node, did_you_mean

_PLACEHOLDER = re.compile(r"(?P<article>\b[Aa] )?\{(?P<name>[^{}]*)\}")

_DOLLAR = re.compile(r"\$([a-z][a-z0-9_]*)")


def filled(text: str, node: Node, context: Context) -> str:
    """The text with each `{parameter}` in words. Raises BadInput where one names none, or a brace is alone.

    A sentence that begins with a parameter begins with a capital, and `a` becomes `an` before a vowel.
    """
    if dollars := _DOLLAR.findall(text):
        message = f"in a sentence the parameter is written {{{dollars[0]}}}, not ${dollars[0]}"
        raise context.bad(node, message)
    if "{" not in text and "}" not in text:
        return text

    def value(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in context.settings:
            hint = did_you_mean(name, context.settings)
            raise context.bad(node, f"{{{name}}} names no parameter of this pack{hint}")
        try:
            told = in_words(context.setting(name))
        except ValueError as error:
            raise context.bad(node, str(error)) from None
        article = found["article"] or ""
        return f"{article.rstrip()}n {told}" if article and told[:1] in "aeioAEIO" else article + told

    if {*"{}"} & {*_PLACEHOLDER.sub("", text)}:
        raise context.bad(node, "a brace holds a parameter's name, such as {review_every}")
    told = _PLACEHOLDER.sub(value, text)
    return sentence(told) if text.startswith("{") else told


def placeholders(text: str) -> list[str]:
    """The names of the parameters that a text shows."""
    return [found["name"] for found in _PLACEHOLDER.finditer(text)]


def in_words(setting: Setting) -> str:
    """A parameter's value as a sentence can hold it. Raises ValueError where it is a table."""
    match setting:
        case None:
            return "none"
        case Mapping():
            raise ValueError("a table cannot stand in a sentence")
        case bool():
            return "yes" if setting else "no"
        case tuple():
            return listed([plainly(str(item)) for item in setting])
        case _:
            return plainly(str(setting))
