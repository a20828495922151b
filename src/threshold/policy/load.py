"""Loading a policy: found, read and resolved at a date; what was worked out before is remembered.

Reading and checking all the rules takes a while, and the same files always come to the same: so the result is
kept, from the build or between runs, under a key made of every file that it comes from.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from threshold.cache import fingerprint, remembered
from threshold.conditions import COUNT, Moment
from threshold.dates import calendar_digest, day_of
from threshold.policy.kept_text import kept_as_text
from threshold.policy.model import Policy
from threshold.policy.places import (
    DEFAULT_POLICY,
    find_pack,
    find_policy,
    rule_files,
    rules_around,
    word_files,
)
from threshold.policy.trials import days_of
from threshold.reading import (
    BadInput,
    Mapping,
    Problem,
    Scalar,
    Sequence,
    parse_yaml,
    read_bytes,
    read_text,
)
from threshold.shapes import Shape
from threshold.vocabulary import Vocabulary, events_counted, with_counted

if TYPE_CHECKING:
    from threshold.policy.packs import PackFiles
    from threshold.policy.written import WrittenPolicy

# What is kept.
_VOCABULARY, _POLICY, _DATES = Shape(Vocabulary), Shape(Policy), Shape(list[date])


class PolicyFiles:
    """A policy by its files; `at` gives it as it stands on a date."""

    def __init__(self, reference: str | None = None, kept: bool = False) -> None:
        """`kept`: the files were put away together, so that every pack lies beside the policy's folder."""
        self._put_away = kept
        self.path = find_policy(reference or DEFAULT_POLICY)
        self.rules = rules_around(self.path)
        self._resolved: dict[tuple[int, tuple[str, ...]], Policy] = {}
        self._written: WrittenPolicy | None = None
        self._kept = True

    def with_pack(self, name: str, pack: "PackFiles") -> "PolicyFiles":
        """The policy with other rules in the place of a pack's; nothing of it is kept between runs."""
        changed = copy(self)
        changed._resolved, changed._kept = {}, False
        changed._written = self.written.with_pack(name, pack)
        return changed

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What may be known, and what it takes to count the events that some rule counts.

        Raises BadInput with everything that is wrong with it.
        """
        shared = self.rules / "vocabulary.yaml"
        folders = [folder for folder in self._pack_folders() if word_files(folder)]
        paths = [shared, *(path for folder in folders for path in word_files(folder))]
        names = [f"{path.parent.name}/{path.name}".encode(errors="surrogateescape") for path in paths]
        key = fingerprint([*names, *(read_bytes(path, str(path)) for path in paths)])
        with self._unread_named():
            declared = remembered(
                "vocabulary", key, _VOCABULARY, lambda: _load_vocabulary(shared, folders), paths
            )
        return with_counted(declared, self._events_counted())

    def _events_counted(self) -> Iterator[str]:
        """The kinds of event that any pack's rules count; a file that cannot be read is told of later."""
        for place, path in sorted(self._files().items()):
            if path.suffix != ".yaml" or place in ("vocabulary.yaml", "tensions.yaml"):
                continue
            if COUNT.encode() not in read_bytes(path, place):
                continue
            with suppress(BadInput):
                for root in parse_yaml(read_text(path, str(path)), str(path)):
                    yield from events_counted(root)

    def at(self, as_at: Moment, trial: tuple[str, ...] = ()) -> Policy:
        """The policy with the parameter values in force on a date.

        `trial` holds `pack.name=value` texts, or `pack.name@2027-04-01=value` for a value from a day on.
        Raises BadInput with everything that is wrong.
        """
        day = day_of(as_at)
        # Between two dates on which a value changes, the policy is one and the same: that of the first.
        dates = self.dates(trial)
        position = bisect_right(dates, day)
        day = dates[position - 1] if position else day
        key = (position, trial)
        if key not in self._resolved:
            self._resolved[key] = self._remembered(repr(key), day, trial)
        return self._resolved[key]

    def dates(self, trial: tuple[str, ...]) -> list[date]:
        """The `change_dates`, and the days from which values are tried. Raises BadInput as `at` does."""
        more = {day for day in days_of(trial) if day > self.change_dates[0]} if trial else set()
        return sorted({*self.change_dates, *more}) if more else self.change_dates

    def _remembered(self, key: str, day: date, trial: tuple[str, ...]) -> Policy:
        if not self._kept:
            return self._resolve(day, trial)
        within = fingerprint([self._fingerprint.encode(), key.encode()])
        files = self._files().values()
        return remembered("policy", within, _POLICY, lambda: self._resolve(day, trial), files)

    def paths(self) -> list[Path]:
        """Every file that the policy comes from. Raises BadInput where it cannot be read which those are."""
        return [*self._files().values()]

    def texts(self) -> dict[str, str]:
        """Every file that the policy comes from, as text, by its place in a folder of rules.

        A workbook is no text, and its bytes are written in base64. Raises BadInput where one of them was
        changed since the policy was first read.
        """
        known = self._fingerprint
        texts = {place: kept_as_text(path) for place, path in self._files().items()}
        if self._read_fingerprint() != known:
            message = "the policy's files were changed while it was used; try again"
            raise BadInput(Problem(message, str(self.path)))
        return texts

    @property
    def written(self) -> "WrittenPolicy":
        """The policy as its files say it: slow to read, and needed only where nothing is remembered."""
        from threshold.policy.written import WrittenPolicy

        if self._written is None:
            with self._unread_named():
                self._written = WrittenPolicy(self.path, self.rules, self.vocabulary, self._put_away)
        return self._written

    def _resolve(self, day: date, trial: tuple[str, ...]) -> Policy:
        with self._unread_named():
            return self.written.resolved(day, trial)

    @contextmanager
    def _unread_named(self) -> Iterator[None]:
        """Where a pack cannot be read, the files of its folder that nothing reads are told as well.

        Raises BadInput as what is done within does.
        """
        try:
            yield
        except BadInput as error:
            from threshold.policy.unread import unread_files

            wrong = {Path(problem.file) for problem in error.problems if problem.file}
            folders = [f for f in self._pack_folders() if any(f in path.parents for path in wrong)]
            beside = (problem for folder in folders for problem in unread_files(folder))
            raise BadInput(*dict.fromkeys((*error.problems, *beside))) from None

    @cached_property
    def change_dates(self) -> list[date]:
        """The date on which the policy begins, and those on which some parameter takes another value."""
        files = self._files().values()
        return remembered("dates", self._fingerprint, _DATES, self._read_change_dates, files)

    def _read_change_dates(self) -> list[date]:
        return self.written.change_dates()

    @cached_property
    def _fingerprint(self) -> str:
        return self._read_fingerprint()

    def _read_fingerprint(self) -> str:
        """Tells this policy's rules from any others: the calendar, every file's place and its content."""
        files = self._files().items()
        parts = (
            part
            for place, path in files
            # The name of a file may be no text.
            for part in (place.encode(errors="surrogateescape"), read_bytes(path, str(path)))
        )
        return fingerprint([calendar_digest().encode(), *parts])

    def _files(self) -> dict[str, Path]:
        """Every file that the policy comes from, by its place in a folder of rules."""
        found = {f"policies/{self.path.name}": self.path}
        found |= {name: self.rules / name for name in ("vocabulary.yaml", "tensions.yaml")}
        for path in found.values():
            if not path.is_file():
                raise BadInput(Problem("there is no such file, and every folder of rules has one", str(path)))
        for folder in self._pack_folders():
            # What is read, in a folder that is a link too; and what else lies there.
            for path in sorted({*folder.rglob("*.yaml"), *rule_files(folder), *word_files(folder)}):
                found[f"{folder.name}/{path.relative_to(folder).as_posix()}"] = path
        return found

    def _pack_folders(self) -> Iterator[Path]:
        """The folders of the packs, as far as the policy can be read; its faults are told later.

        Raises BadInput where a pack is listed twice, by whatever path: all its words would clash.
        """
        name = str(self.path)
        seen: set[str | Path] = set()
        for root in parse_yaml(read_text(self.path, name), name):
            uses = root.entries.get("packs") if isinstance(root, Mapping) else None
            for use in uses.items if isinstance(uses, Sequence) else []:
                pack = use.entries.get("pack") if isinstance(use, Mapping) else None
                if isinstance(pack, Scalar) and pack.text:
                    folder = find_pack(pack.text, self.path, self.rules, self._put_away)
                    if {folder.name, folder.resolve()} & seen:
                        message = f'the pack "{folder.name}" is listed twice; list it once'
                        raise BadInput(Problem(message, name, pack.line, pack.column, "packs"))
                    seen |= {folder.name, folder.resolve()}
                    yield folder


@cache
def load_policy(reference: str | None = None) -> PolicyFiles:
    """A policy by the name of one that comes with the program, or by the path of its file."""
    return PolicyFiles(reference)


def _load_vocabulary(shared: Path, packs: Iterable[Path]) -> Vocabulary:
    from threshold.policy.pack_words import words_of
    from threshold.vocabulary.load import load_vocabulary

    return load_vocabulary(shared, words_of(packs))
