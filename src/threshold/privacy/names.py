"""Names of people, where what is written is sure to be one: a title, a relation, or a name that is nothing else.

Names cannot be recognised in general: whoever is called by a word of the language is found only by what stands beside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor rev reverend sir dame master auntie aunty imam sgt messrs".split()
)
_RELATIONS = frozenset(
    """
    child children girl boy baby son daughter brother brothers sister sisters sibling siblings twin twins mother mum mam
    mummy mom father dad daddy stepfather stepdad stepmother stepmum grandmother grandma gran nan nana granny
    grandfather grandad granddad aunt auntie uncle cousin niece nephew partner boyfriend girlfriend husband wife carer
    friend pupil student worker practitioner manager man woman lad teenager toddler infant newborn ex halfbrother
    half-brother half-sister half-sibling step-brother step-sister stepbrother stepsister godmother godfather neighbour
    named called nicknamed foster-carer childminder nanny
    """.split()
)  # fmt: skip
_OF_SOMEBODY = frozenset(
    """
    mother mum mam mummy mom father dad daddy stepfather stepdad stepmother stepmum brother brothers sister sisters
    sibling siblings nan nana gran granny grandma grandmother grandad grandfather grandparents parents aunt auntie uncle
    cousin carer carers partner boyfriend girlfriend bedroom teacher behaviour mood birthday attendance needs wishes
    foster bruises injuries disclosure case file plan records head room bed school social family home class friend key
    ex husband wife
    """.split()
)  # fmt: skip
_WIDE = frozenset("school social family home class case file plan records needs head key friend ex".split())
_DOES = frozenset(
    """
    said says told tells disclosed discloses reported reports stated states alleged alleges lives attends presented
    presents wants feels shared explained explains goes stays refused refuses lived attended stayed asked cried denies
    denied hit hurt ran loves likes hates misses sleeps wakes self-harms self-harmed absconded
    """.split()
)  # fmt: skip
_SPOKEN_TO = frozenset("spoke spoken speaking talked talking met".split())
_INSTITUTIONS = frozenset(
    """
    hospital house ward centre center clinic school unit surgery ambulance foundation trust review report act law road
    street rule inquiry suite room building court hall lodge model scale test programme project lane university college
    academy primary park town avenue infirmary hospice charity society club church mosque league way method approach
    framework scheme award prize day case judgment ruling protocol nursery service services solicitors chambers theory
    bill committee rating status light flag term break holiday holidays period league place close square
    """.split()
)  # fmt: skip
_BEFORE_INSTITUTIONS = frozenset("st saint lady king queen san".split())
_KINDS_OF_SCHOOL = frozenset(
    "primary secondary infant infants junior juniors high grammar nursery academy college school preschool pre-school".split()
)
_NO_SCHOOL = frozenset(
    "virtual mainstream special local sunday summer boarding private free royal police sixth further higher training staff "
    "state safer healthy whole religious faith village maintained independent community in for of and to at with "
    "from after before during through".split()
)
_INITIALS = re.compile(
    r"\binitials\b(?:\s(?:are|is|were|used|of\s(?:the\s)?(?:child|mother|mum|father|baby)|only))*\s?[:=(]?\s?['\"]?"
    r"(?:[A-Z][.\s]{1,2}){1,3}[A-Z]?\b|\binitials\b(?:\s(?:are|is))?\s?[:=(]?\s?[A-Z]{2,3}\b"
    r"|\b(?:child|pupil|girl|boy|baby|mum|mother|dad|father|sibling|brother|sister|son|daughter|subject|yp)\s\(?"
    r"(?!(?:D\.?V|C\.?P|C\.?I\.?N|G\.?P|S\.?W|I\.?Q|U\.?K|P\.?E|E\.?H|T\.?V)\b)[A-Z]\.\s?[A-Z]\.(?:\s?[A-Z]\.)?",
)
_CALLED = re.compile(
    r"\b(?i:child|boy|girl|baby|son|daughter|brother|sister|man|woman|friend|person|uncle|aunt|carer|worker|partner|"
    r"boyfriend|girlfriend|twin|male|female|pupil|student|adult|teacher|stepfather|he|she|they|cousin|lad)"
    r"(?:,|\sis|\swas|'s|\salso|\swho\sis|\sare|\sto\sbe|\sbe)*\s(?i:called|named|known\sas|a\.?k\.?a\.?)\s['\"]?(?P<name>[A-Z][^\W\d_]+)"
    r"|\b(?i:(?:(?:first|last|middle|maiden|family|full|birth|legal|real|previous|former|married|preferred)\s)?names?"
    r"(?:\s(?:is|was|are)(?:\snow)?|\s?[:=]|\sof(?:\sthe)?(?:\schild|\smother|\sfather)?(?:\sis|:))|my\sname\sis|surname(?:\s(?:is|was)|\s?[:=])?"
    r"|forenames?(?:\s(?:is|was)|\s?[:=])?|n[ée]e|goes\sby|aka|a\.k\.a\.|alias|nicknamed|formerly\sknown\sas|also\sknown\sas"
    r"|known\sas|answers\sto)\s['\"]?(?P<given>[A-Z][^\W\d_]+)"
    r"|\b(?:née|nee)\s(?P<born>[^\W\d_]{3,})"
)
_AGED = re.compile(
    r"\b(?P<name>[A-Z][a-z\u00c0-\u024f'-]{2,})(?:,?\s(?:is\s)?(?:aged?\s)|\s?\((?:aged?\s)?|\sis\s)"
    r"(?:1?\d|2[0-5])(?=\)|,|\.(?!\d)|\s(?:years?|months?|and|yrs?|lives|who)\b|$)(?!\s?%)"
)
_FAMILY = re.compile(
    r"\b[Tt]he\s(?P<name>[A-Z][^\W\d_]{2,})\s(?i:family|children|siblings|brothers|sisters|household)\b"
)
_ENDINGS = ("ish", "ian", "ese", "ing", "ed", "ly", "ion", "ment", "ity", "ness", "ist", "ists", "ance", "ence", "ship", "hood", "ial", "ive", "ful", "age")  # fmt: skip


def identifying_names(text: str) -> Iterator[str]:
    """The kinds of name recognised in text: of a person, of a school, initials."""
    words = _Words(text)
    if words.name_somewhere() or _is_said(text):
        yield "a name"
    elif _INITIALS.search(text):
        yield "initials"
    if words.school_somewhere():
        yield "a school"


def name_in_reference(text: str) -> bool:
    """Whether a reference holds a name: Sarah.Smith, SMITH-J."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]{2,}", text)]
    known = [word for word in words if word in given_names() or word in family_names()]
    return any(len(word) > 3 for word in known) or len(known) > 1


@cache
def given_names() -> frozenset[str]:
    """First names that are nothing else, in small letters."""
    return _listed("given-names.txt")


@cache
def family_names() -> frozenset[str]:
    """Family names that are nothing else, in small letters."""
    return _listed("family-names.txt")


@cache
def names_and_words() -> frozenset[str]:
    """First names that are words too, in small letters."""
    return _listed("names-and-words.txt")


@cache
def _no_names() -> frozenset[str]:
    return _listed("no-names.txt")


def _listed(file: str) -> frozenset[str]:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text; `own` is it in small letters without 's, `joined` whether only a space is before it."""

    text: str
    own: str
    owner: bool
    capital: bool
    shouted: bool
    starts: bool
    joined: bool


_NOTHING = _Word("", "", False, False, False, True, False)


class _Words:
    """The words of a text, each with its neighbours."""

    def __init__(self, text: str) -> None:
        self._shouting = text.isupper()
        self._words = list(self._read(text))

    def name_somewhere(self) -> bool:
        """Whether a word is sure to be somebody's name."""
        return any(self._is_name(at) for at in range(len(self._words)))

    def school_somewhere(self) -> bool:
        """Whether a school is named: a kind of school after a name of its own, within a sentence."""
        return any(
            word.own in _KINDS_OF_SCHOOL and word.capital and self._is_named_school(at)
            for at, word in enumerate(self._words)
        )

    def _read(self, text: str) -> Iterator[_Word]:
        end = 0
        for found in _TOKEN.finditer(text):
            word = found.group()
            between = text[end : found.start()]
            end = found.end()
            low = word.casefold()
            owner = low.endswith("'s")
            yield _Word(
                word,
                low[:-2] if owner else low,
                owner,
                word[0].isupper(),
                word.isupper() and len(word) > 1 and not self._shouting,
                not between.strip(" ")
                and found.start() == 0
                or any(each in between for each in '.!?:;\n-"('),
                between in (" ", ". ", ".", "'", ' "') or (len(between) < 4 and not between.strip(" .")),
            )

    def _at(self, at: int) -> _Word:
        return self._words[at] if 0 <= at < len(self._words) else _NOTHING

    def _is_name(self, at: int) -> bool:
        word, before, after = self._words[at], self._at(at - 1), self._at(at + 1)
        own = word.own.partition("-")[0]
        if before.own in _TITLES and word.joined and self._follows_title(at):
            return True
        if own in given_names():
            return self._is_given(at, own)
        if word.own in family_names() and word.capital:
            return not self._of_institution(at) and not (word.shouted and len(own) < 5)
        if own in names_and_words() and word.capital and not word.shouted:
            return self._is_given_here(word, before, after)
        return (
            word.capital
            and not word.shouted
            and len(own) > 2
            and self._unknown(own)
            and self._stands_as_name(at)
        )

    def _is_given(self, at: int, own: str) -> bool:
        word, before, after = self._words[at], self._at(at - 1), self._at(at + 1)
        if before.own in _BEFORE_INSTITUTIONS or self._of_institution(at):
            return False
        if word.shouted and len(own) < 5:
            return after.own in family_names() or before.own in given_names()
        return word.capital or len(own) > 3 or before.own in _RELATIONS or after.own in _DOES

    def _of_institution(self, at: int) -> bool:
        word, after, second = self._words[at], self._at(at + 1), self._at(at + 2)
        if word.owner:
            return after.capital and after.own in ("law", "rule", "house", "hospital", "place")
        near = (after, second) if after.joined and after.capital else (after,)
        return any(
            each.joined
            and each.own in _INSTITUTIONS
            and (each.capital or each.own in ("hospital", "inquiry", "ward"))
            for each in near
        )

    def _is_given_here(self, word: _Word, before: _Word, after: _Word) -> bool:
        if after.joined and after.capital and (after.own in family_names() or after.own in given_names()):
            return True
        if word.owner:
            return after.own in _OF_SOMEBODY - _WIDE
        lower = before.text == before.own
        return (after.own in _DOES and not after.capital) or (
            word.joined
            and before.own in _RELATIONS
            and (lower or before.starts)
            and not after.capital
            and after.own not in _INSTITUTIONS
        )

    def _follows_title(self, at: int) -> bool:
        word, title = self._words[at], self._words[at - 1]
        if word.own == "and" and title.own in ("mr", "mrs"):
            return True
        if (
            len(word.own) < 2
            or word.own in _no_names()
            and word.own not in ("green", "brown", "white", "black", "young")
        ):
            return False
        if title.own in ("mr", "mrs"):
            return True
        return word.capital and title.capital and (not word.shouted or self._shouting)

    def _unknown(self, own: str) -> bool:
        """Whether the word is none of those that stand with a capital and are no names."""
        no = _no_names()
        return (
            own not in no
            and own not in names_and_words()
            and own not in _INSTITUTIONS
            and not (own.endswith("s") and own[:-1] in no)
        )

    def _stands_as_name(self, at: int) -> bool:
        """Whether what stands beside a word with a capital makes it somebody's name."""
        word, before, after, second = self._words[at], self._at(at - 1), self._at(at + 1), self._at(at + 2)
        if word.owner:
            return after.own in _OF_SOMEBODY - _WIDE
        if word.starts and word.own.endswith(_ENDINGS):
            return False
        if after.own in _DOES and after.joined and not after.capital and not word.own.endswith("s"):
            return True
        if (
            after.own == "and"
            and second.own in ("his", "her", "their")
            and self._at(at + 3).own in _OF_SOMEBODY - _WIDE
        ):
            return True
        if word.starts or not word.joined or self._of_institution(at):
            return False
        named_next = after.capital and after.joined and not self._unknown(after.own)
        if before.own in ("to", "with") and self._at(at - 2).own in _SPOKEN_TO:
            return not named_next
        if before.own in ("is", "was") and self._at(at - 2).own in _RELATIONS:
            return not word.own.endswith(("ish", "ian", "an", "ese")) and not named_next
        lower = before.text == before.own
        return (
            before.own in _RELATIONS
            and (lower or self._at(at - 1).own in ("mum", "dad", "nan"))
            and not named_next
        )

    def _is_named_school(self, at: int) -> bool:
        first = at
        while self._at(first - 1).own in _KINDS_OF_SCHOOL and self._words[first].joined:
            first -= 1
        named = self._at(first - 1)
        if not (named.capital and self._words[first].joined) or named.own in _NO_SCHOOL or named.shouted:
            return False
        return not named.starts and (
            named.own not in _no_names() or self._at(first - 2).own in ("st", "saint")
        )


def _is_said(text: str) -> bool:
    """Whether somebody is said to be called so, to be so old, or to be of a family of that name."""
    no = _no_names()
    for found in _CALLED.finditer(text):
        name = (found["name"] or found["given"] or found["born"]).casefold()
        if name not in no and not (name.isupper() and len(name) < 6):
            return True
    for pattern in (_AGED, _FAMILY):
        for found in pattern.finditer(text):
            name = found["name"].casefold()
            if name not in no and not name.endswith(_ENDINGS):
                return True
    return False
