"""The cells of a column as they go out: what is known is kept, and all else is made up or left blank."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

import polars as pl

from threshold.exports.rows.cells import NOT_KNOWN, read_dates, read_references, tidy
from threshold.exports.rows.dictionary import dictionary_encoded
from threshold.privacy import identifying_reference, identifying_text
from threshold.pseudonyms.originals import DAY, Originals
from threshold.pseudonyms.references import References
from threshold.pseudonyms.roles import Role, not_happened

WITHHELD = "withheld"
_A_DAY = r"^\s*\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\s*$"
_DIGITS = r"^\s*\d+(?:\.0+)?\s*$"
_ERROR = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$"
_NAME = re.compile(r"[^\W_][\w\s&'\u2019(),./:+\u2013-]{0,99}")  # of a team: no formula, no hidden sign
_TO_A_CONFERENCE = r'(?i)"[A-Z0-9_]*CP_CONFERENCE[A-Z_]*"\s*:\s*"?(Y|N|1|0|true|false|yes|no)\b'
_ALIKE = 0.85


@dataclass(slots=True)
class Cells:
    """Makes columns fit to go out, and counts cells that do not go out as they are.

    closed      words of the vocabulary, tidied: whatever a reference looks like, these are no reference
    emptied     how many cells that held words of nobody's vocabulary, a reference, or what identifies
    teams       names of teams that are made up
    shown       words that went out, tidied: a column map needs no other label
    """

    references: References
    originals: Originals
    closed: frozenset[str]
    emptied: int = 0
    teams: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def out(self, cells: pl.Series, role: Role) -> pl.Series:
        """A column as it goes out."""
        if role.kind in ("person", "reference"):
            return self.references.of(cells, role.kind == "person")
        if role.kind == "blank":
            return pl.Series(cells.name, [None], pl.String).new_from_index(0, len(cells))
        if role.kind == "outcome":
            return _outcome(cells)
        if role.kind == "words" and (cells.dtype.is_temporal() or cells.dtype == pl.Boolean):
            return cells
        change = {"words": self._words, "team": self._teams, "kept": self._kept}[role.kind]
        return self._changed(cells, role, change)

    def harmless(self, text: str) -> bool:
        """Whether a header or a label can be told and written: it names nobody, and holds no reference."""
        if tidy(text) in self.closed:
            return True
        return bool(_NAME.fullmatch(text)) and not (
            self.originals.held_by(pl.Series([text]), telling=True)[0] or _identifies(text)
        )

    def is_shown(self, label: str) -> bool:
        """Whether a label stands in what went out."""
        return tidy(label) in self.shown

    def _changed(
        self, cells: pl.Series, role: Role, change: Callable[[pl.Series, Role], dict[str, str | None]]
    ) -> pl.Series:
        plain = _as_text(cells, role.separator)
        encoded = dictionary_encoded(plain)
        texts = encoded.texts
        changed = change(texts, role)
        if not changed:
            return cells if cells.dtype == plain.dtype or cells.dtype.is_numeric() else plain
        if role.kind != "team":
            self.emptied += int(encoded.marked(texts.is_in(list(changed))).sum())
        new = pl.Series([changed.get(each, each) for each in texts], dtype=pl.String)
        return encoded.decode(new).alias(cells.name)

    def _words(self, texts: pl.Series, role: Role) -> dict[str, str | None]:
        """What stands in place of words that are not known, or that hold a reference all the same."""
        known = pl.Series([False] * len(texts), dtype=pl.Boolean)
        for each in role.known:
            known |= each(texts).fill_null(False)
        nothing = texts.str.strip_chars().str.to_lowercase().is_in(NOT_KNOWN) | texts.str.contains(_ERROR)
        day = texts.str.contains(_A_DAY) & role.dated
        held = self._held(texts)
        fine = (known | nothing | day) & ~held
        odd = pl.DataFrame({"text": texts, "known": known}).filter(~fine)
        changed: dict[str, str | None] = {}
        for text, is_known in odd.iter_rows():
            if is_known:
                new = self._in_other_words(text, role)
            else:
                new = text if self._near(text, role) else self._withheld(text, role)
            if new != text:
                changed[text] = new
        for text in [each for each in _open(texts, fine & ~nothing, role, self.closed) if _identifies(each)]:
            changed[text] = self._in_other_words(text, role)
        if role.said or not role.dated:
            for out in filter(None, (changed.get(each, each) for each in texts)):
                self.shown |= {tidy(out), *map(tidy, out.split(role.separator))}
        return changed

    def _in_other_words(self, text: str, role: Role) -> str:
        """A known word in the vocabulary's own, or a day as ISO has it."""
        if role.dated and re.match(_DIGITS, text):
            for each in ("day", "month"):
                day = read_dates(pl.Series([text]), each).on[0]
                if day is not None:
                    return str(day)
        said = next((word for each in role.said if (word := each(text)) is not None), None)
        return said if said is not None and said != text else self._withheld(text, role)

    def _near(self, text: str, role: Role) -> bool:
        """Whether it is a known label misspelt, which counts for something, and tells of nobody."""
        if not role.near or not get_close_matches(tidy(text), role.near, 1, _ALIKE):
            return False
        return self.harmless(text)

    def _withheld(self, text: str, role: Role) -> str:
        """Words that no reader knows either; where a date would not have happened, these say so too."""
        said = "not done, " if role.dated and not_happened(text) else ""
        near = get_close_matches(tidy(text), role.near, 1, _ALIKE) if role.near else []
        if near and (wrong := f"{near[0]}x") not in role.near:
            return wrong  # misspelt as that was
        return f"{said}{WITHHELD} {self.references.instead(text)}"

    def _teams(self, texts: pl.Series, role: Role) -> dict[str, str | None]:
        held = self._held(texts)
        changed: dict[str, str | None] = {}
        names = read_references(texts)
        for text, name, is_held in zip(texts, names, held, strict=True):
            if name is None or (not is_held and _NAME.fullmatch(name) and not _identifies(name)):
                continue
            changed[text] = self.references.instead(name)
            self.teams.add(name)
        return changed

    def _kept(self, texts: pl.Series, role: Role) -> dict[str, str | None]:
        held = self._held(texts)
        whole = read_references(texts)
        return {
            text: None
            for text, name, is_held in zip(texts, whole, held, strict=True)
            if is_held or name in self.originals.whole or (not re.match(DAY, text) and _identifies(text))
        }

    def _held(self, texts: pl.Series) -> pl.Series:
        """Which texts hold a reference, closed words aside."""
        held = self.originals.held_by(texts)
        if not held.any():
            return held
        closed = [flag and self._closed(text) for text, flag in zip(texts, held, strict=True)]
        return held & ~pl.Series(closed, dtype=pl.Boolean)

    def _closed(self, text: str) -> bool:
        return is_closed(text, self.closed)


def is_closed(text: str, closed: frozenset[str]) -> bool:
    """Whether a text is made of words of the vocabulary alone, one or several."""
    pieces = [tidy(each) for each in re.split(r"[;,|]", text)]
    return tidy(text) in closed or all(each in closed for each in pieces)


def _open(texts: pl.Series, fine: pl.Series, role: Role, closed: frozenset[str]) -> list[str]:
    """The known words that a column map explains, which may be anybody's."""
    if role.dated and not role.said:
        return []
    rest = texts.filter(fine & texts.str.contains(r"\pL{2}"))
    return [each for each in rest if not is_closed(each, closed)]


def _outcome(cells: pl.Series) -> pl.Series:
    """Whether an enquiry led to a conference, and nothing else that stands beside it."""
    said = cells.cast(pl.String).str.extract(_TO_A_CONFERENCE)
    return ('{"CP_CONFERENCE": "' + said + '"}').alias(cells.name)


def _identifies(text: str) -> bool:
    return any(True for _ in identifying_text(text)) or any(True for _ in identifying_reference(text))


def _as_text(cells: pl.Series, separator: str) -> pl.Series:
    if isinstance(cells.dtype, pl.List):
        return cells.cast(pl.List(pl.String)).list.join(separator)
    return cells.cast(pl.String)
