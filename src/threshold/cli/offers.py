"""What a shell may offer for a value: a closed list, the names that come with the program, files."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What no shell reads as anything but a part of a word. Names of any other kind are never offered.
_PLAIN = re.compile(r"[A-Za-z0-9_.,=:/+-]+")

Choices = Iterable[str] | Callable[[], Iterable[str]]
Offering = Callable[..., list[str]]  # as typer wants it, of what was typed so far or of nothing


@dataclass(frozen=True, slots=True)
class Offer:
    """What may stand there. `type`: "plain", or "file" where the shell is to offer its files."""

    value: str
    help: str = ""
    type: str = "plain"


FILE = Offer("", type="file")


def among(choices: Choices) -> Offering:
    """One of a closed list; a function where the list is to be looked up only when it is asked for."""
    return lambda: [*_of(choices)]


def several(choices: Choices) -> Offering:
    """Some of a closed list, with commas between them; what stands there already is not offered again."""

    def offers(incomplete: str) -> list[str]:
        before, comma, _ = incomplete.rpartition(",")
        given = before.split(",")
        return [f"{before}{comma}{each}" for each in _of(choices) if each not in given]

    return offers


def policies() -> list[Offer]:
    """The policies that come with the program, and files."""
    from threshold.policy import policy_names

    return [*(Offer(name) for name in policy_names()), FILE]


def packs() -> list[Offer]:
    """The packs that come with the program, and folders."""
    return [*(Offer(path.parent.name) for path in _of_packs("pack.yaml")), FILE]


def parameters() -> list[Offer]:
    """What `--set` can set in the packs that come with the program, each up to its sign of equality."""
    return [
        Offer(f"{path.parent.name}.{name}=")
        for path in _of_packs("parameters.yaml")
        for name in re.findall(r"^([a-z]\w*):", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def decisions() -> Iterable[str]:
    """What somebody may have decided."""
    from threshold.register.entries import DECISIONS

    return DECISIONS


def roles() -> list[Offer]:
    """The roles of the vocabulary, in a form without spaces."""
    from threshold.policy import load_policy

    names = sorted({name for _, name in load_policy().vocabulary.roles}, key=str.casefold)
    return [Offer("_".join(re.findall(r"\w+", name)).casefold(), name) for name in names]


# What stands for a value in the help says what it is, whichever command takes it.
_OF_METAVAR: dict[str, Callable[[], list[Offer]]] = {
    **dict.fromkeys(
        ("CASE", "CASES", "CONTACTS", "PATH", "FILE", "DIR", "FOLDER", "EXPORT", "KEYFILE"),
        lambda: [FILE],
    ),
    "POLICY": policies,
    "PACK": packs,
    "PACK.NAME=VALUE": parameters,
    "ROLE": roles,
}


def of_parameter(parameter: Any, typed: str) -> list[Offer]:
    """What may stand for an option or an argument: what its kind of value says, or its own list."""
    for kind in (parameter.metavar or "").split("|"):  # CASE...|EXPORT
        if (found := _OF_METAVAR.get(kind.removesuffix("..."))) is not None:
            return found()
    return [Offer(each.value, each.help or "") for each in parameter.shell_complete(None, typed)]


def plain(offer: Offer) -> bool:
    """Whether no shell could take it for anything but a word."""
    return _PLAIN.fullmatch(offer.value) is not None


def _of(choices: Choices) -> Iterable[str]:
    return choices() if callable(choices) else choices


def _of_packs(name: str) -> list[Path]:
    from threshold.policy import rules_directory

    return sorted(rules_directory().glob(f"*/{name}"))
