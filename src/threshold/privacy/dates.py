"""Dates in text, in every form that people write, each with its place; not what they are dates of."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from threshold.privacy.numbers_said import ORDINALS, YEARS, day_said, year_said

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = rf"(?:[0-3]?\d(?:\s?(?:st|nd|rd|th))?|{ORDINALS})"
_YEAR = rf"(?:(?:19|20)\d\d|'\d\d|{YEARS})"
_BETWEEN = r"[\s.,/_-]{0,3}"
_POINT = r"\s?[./\\_-]\s?"
_START, _STOP = r"(?<![^\W_])(?<!\d[./-])", r"(?:(?=T\d\d:)|(?![^\W_])(?![./-]\d))"
# What is numbered so is a clause or a version, and no day.
_NUMBERED = re.compile(
    r"\b(?:versions?|v|ver|(?<!c\s)(?<!c-)(?<!emergency\s)(?<!planned\s)sections?|sect|paras?|paragraphs?|clauses?|chapters?|ch|rules?|appendix|"
    r"regulations?|regs?|articles?|"
    r"art|steps?|pts?|parts?|pages?|pp?|ratio|score[ds]?|ip|scal(?:e|es|ed|ing)|rat(?:e|es|ed|ing|"
    r"ings)(?:\sof)?|stars?|bp|yrs?|"
    r"years?|wks?|weeks?|levels?|rooms?|rms?|boxes|items?|outcomes?|actions?|q|qs|questions?|y|cohorts?|"
    r"ages|aged|tiers?|grades?|"
    r"domains?|areas?|marks?|marked|results?|procs?|procedures?|manual|box|table|fig|figure|annex|"
    r"protocol|policy|tool|guidance|codes?)\.?:?\s*$",
    re.IGNORECASE,
)
# And three numbers that are said to be scores, ages or years.
_SCORES = re.compile(
    r"^\s?(?:(?:on|across|in|for|from|out\sof|against|over)\s)?(?:the\s|a\s|an\s|all\s|her\s|his\s|"
    r"their\s|our\s)?(?:\w+\s){0,2}?"
    r"(?:scal(?:e|es|ing)|scor(?:e|es|ed|ing)|rat(?:ed|ing|ings)|stars?|yrs?|years?|y/?o|yo|out\sof|chart|"
    r"centiles?|marks|ticked|"
    r"pages|domains?|sliders?|ladder|questions?|points?|by\smum|by\sdad|by\sparents|by\schild)\b",
    re.IGNORECASE,
)
_DATES = re.compile(
    rf"{_START}(?:"
    rf"(?P<d1>\d{{1,2}}){_POINT}(?P<m1>\d{{1,2}}){_POINT}(?P<y1>\d{{4}}|\d\d)"
    rf"|(?P<y2>\d{{4}}){_POINT}(?P<m2>\d{{1,2}}){_POINT}(?P<d2>\d{{1,2}})"
    rf"|(?P<d3>\d\d?)[\s,](?P<m3>\d\d?)[\s,](?P<y3>(?:19|20)\d\d)"
    rf"|(?P<d4>{_DAY}){_BETWEEN}(?:(?:day\s)?of\s)?(?P<m4>{_MONTH})"
    rf"(?:{_BETWEEN}(?P<y4>{_YEAR}|(?:(?<=[-/.])|(?<=[a-z]\s))\d\d(?=$|[.,;)]))(?!:\d))?"
    rf"|(?P<m5>{_MONTH}){_BETWEEN}(?:the\s)?(?P<d5>{_DAY})(?:(?:,\s?|\s|-|/)(?P<y5>{_YEAR}))?(?!:\d)"
    rf"|(?P<m6>{_MONTH}){_BETWEEN}(?:of\s)?(?P<y6>{_YEAR})"
    rf"|(?P<m7>0?[1-9]|1[0-2])[./-](?P<y7>(?:19|20)\d\d)"
    rf"|(?P<y9>(?:19|20)\d\d)[./-](?P<m9>0[1-9]|1[0-2])"
    rf"|(?P<run>\d{{8}})"
    rf"|(?P<d8>\d{{1,2}})/(?P<m8>\d{{1,2}})"
    rf"|(?P<y10>(?:19|20)\d\d)"
    rf"){_STOP}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where it stands; what is not written of it is 0. `day` is the whole one, where it is."""

    start: int
    end: int
    year: int
    month: int
    day_of_month: int
    solid: bool = False  # eight digits without anything between them

    @property
    def day(self) -> date | None:
        """The day, where year, month and day are all written."""
        if not (self.year and self.month and self.day_of_month):
            return None
        return date(self.year, self.month, self.day_of_month)


def dates_in(text: str, today: date) -> Iterator[Found]:
    """Every date in the text; years of two digits are the last such before the end of next year."""
    for found in _DATES.finditer(text):
        of_numbers = found["y1"] is not None and len(found["y1"]) == 2
        if _NUMBERED.search(text, max(0, found.start() - 20), found.start()):
            continue
        if not (of_numbers and _SCORES.search(text[found.end() : found.end() + 45])):
            yield from _read(found, today)


def compact_date(run: str) -> date | None:
    """The day that eight digits write: 20140514, 14052014 or, as in America, 05142014."""
    for year, month, day in (
        (run[:4], run[4:6], run[6:]),
        (run[4:], run[2:4], run[:2]),
        (run[4:], run[:2], run[2:4]),
    ):
        if (real := _real(int(year), int(month), int(day))) and 1900 <= real.year <= 2100:
            return real
    return None


def full_year(two: int, today: date) -> int:
    """The year that two digits stand for: the last such before the end of next year."""
    year = today.year // 100 * 100 + two
    return year if year <= today.year + 1 else year - 100


def _read(found: "re.Match[str]", today: date) -> Iterator[Found]:
    parts = {name[0]: text for name, text in found.groupdict().items() if text and name != "run"}
    if run := found["run"]:
        if real := compact_date(run):
            yield Found(found.start(), found.end(), real.year, real.month, real.day, solid=True)
        return
    year = _year(parts["y"], today) if "y" in parts else 0
    month, day = _month(parts.get("m", "0")), _day(parts.get("d", "0"))
    if month > 12 >= day:
        month, day = day, month  # as it is written in America
    if month > 12 or (day and not _real(year or 2024, month, day)) or (day and not month):
        return
    yield Found(found.start(), found.end(), year, month, day)


def _year(text: str, today: date) -> int:
    if text[0].isdigit() or text[0] == "'":
        digits = text.strip("'")
        return full_year(int(digits), today) if len(digits) == 2 else int(digits)
    return year_said(text)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].casefold()) + 1


def _day(text: str) -> int:
    if text[0].isdigit():
        return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]
    return day_said(text)


def _real(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None
