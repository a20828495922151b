"""What could stand where somebody presses Tab: asked for by the scripts in `shells/`, and answered in lines.

The words before it come in one environment variable, a line for each, and what was typed of the word itself
in another. The first line of the answer is `files` where the shell is to offer its files too, else `words`;
then comes a line for each word: the word, a space, and what it means. No file is ever named here, so that no
name of one can be run.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from threshold.cli.examples import in_short
from threshold.cli.offers import FILE, Offer, of_parameter, plain
from threshold.output.gate import say

ASKED = "_THRESHOLD_COMPLETE"  # by which shell
WORDS = "_THRESHOLD_COMPLETE_WORDS"
CURRENT = "_THRESHOLD_COMPLETE_CURRENT"
_SPLITS = frozenset("=:")  # bash makes words of their own of these


def answer(command: Any, environment: Mapping[str, str] = os.environ) -> int:
    """Print what could stand there; nothing at all where that cannot be told. Always 0."""
    try:
        typed, before = environment.get(CURRENT, ""), ""
        words = [*filter(None, environment.get(WORDS, "").split("\n")), typed]
        if environment[ASKED] == "bash":
            words = _joined(words)
            before = words[-1].removesuffix(typed)  # bash replaces, of `--format=te`, only `te`
        found = list(offers(command, words))
        told = [each for each in found if each.type == "plain" and plain(each)]
        say("files" if FILE in found else "words")
        for each in told:
            say(f"{each.value.removeprefix(before)} {each.help}".rstrip())
    except (Exception, KeyboardInterrupt):
        # Whoever presses Tab asked for no message: the shell offers nothing, and the line stays as it is.
        return 0
    return 0


def offers(command: Any, words: list[str]) -> Iterator[Offer]:
    """What could stand in the place of the last of these words, which begins so."""
    *before, typed = words
    place = _Place(command)
    for word in before:
        place.take(word)
    typed = typed.lstrip("\"'")
    for each in place.offers(typed):
        if each == FILE or (each.value.startswith(typed) and each.value != typed):
            yield each


class _Place:
    """Where in the command line it is: the command so far, and what it waits for."""

    def __init__(self, command: Any) -> None:
        self.command = command
        self.given: set[str] = set()
        self.arguments = 0
        self.waiting: Any = None  # the option whose value comes next
        self.only_arguments = False
        self.lost = False  # no such command

    def take(self, word: str) -> None:
        """Go on past a word."""
        if self.waiting is not None:
            self.waiting = None
        elif self._is_option(word):
            self._take_option(word)
        elif (inner := self._commands().get(word)) is not None:
            self.command, self.arguments, self.given = inner, 0, set()
        else:
            self.lost = self.lost or bool(self._commands())
            self.arguments += 1

    def offers(self, typed: str) -> Iterable[Offer]:
        """All that could stand here, whatever was typed of it; of a value, in full."""
        if self.lost:
            return []
        if self.waiting is not None:
            return of_parameter(self.waiting, typed)
        if self._is_option(typed) or (typed == "-" and not self.only_arguments):
            name, equals, value = typed.partition("=")
            option = self._options().get(name)
            if not equals:
                return self._names_of_options()
            if option is None or option.is_flag:
                return []
            return [_after(f"{name}=", each) for each in of_parameter(option, value)]
        if commands := self._commands():
            return [Offer(name, each.short_help or "") for name, each in commands.items()]
        arguments = [each for each in self.command.params if each.param_type_name == "argument"]
        if not arguments:
            return []
        here = arguments[min(self.arguments, len(arguments) - 1)]
        return of_parameter(here, typed) if self.arguments < len(arguments) or here.nargs == -1 else []

    def _is_option(self, word: str) -> bool:
        return not self.only_arguments and word.startswith("-") and word != "-"

    def _take_option(self, word: str) -> None:
        if word == "--":
            self.only_arguments = True
            return
        name, equals, _ = word.partition("=")
        option = self._options().get(name)
        if option is None:
            return
        if not option.multiple:
            self.given.update((*option.opts, *option.secondary_opts))
        if not equals and not option.is_flag:
            self.waiting = option

    def _options(self) -> dict[str, Any]:
        return {
            name: each
            for each in self.command.params
            if each.param_type_name == "option"
            for name in (*each.opts, *each.secondary_opts)
        }

    def _names_of_options(self) -> Iterator[Offer]:
        for name, each in self._options().items():
            if name not in self.given and not each.hidden:
                yield Offer(name, in_short(each.help or ""))
        yield Offer("--help", "Show this message and exit")

    def _commands(self) -> dict[str, Any]:
        commands: dict[str, Any] = getattr(self.command, "commands", {})
        return {name: each for name, each in commands.items() if not each.hidden}


def _after(before: str, offer: Offer) -> Offer:
    return offer if offer == FILE else replace(offer, value=f"{before}{offer.value}")


def _joined(words: list[str]) -> list[str]:
    """The words as they were typed: bash parts them at `=` and `:`."""
    joined: list[str] = []
    goes_on = False
    for word in words:
        splits = bool(word) and set(word) <= _SPLITS
        if joined and (splits or goes_on):
            joined[-1] += word
        else:
            joined.append(word)
        goes_on = splits
    return joined
