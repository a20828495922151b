"""The lists of words that the recogniser goes by, kept as data."""

from functools import cache
from pathlib import Path


def word_list(name: str) -> frozenset[str]:
    """The words of one list, in small letters."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in Path(__file__).with_name("word-lists.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            words.update(line.split())
    return {name: frozenset(each) for name, each in found.items()}
