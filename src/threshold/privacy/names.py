"""Names of people, where it is sure: by a title, by a relation, or because a name is nothing else.

Names cannot be recognised in general: whoever is called by a word of the language is found only by what
stands beside.
"""

import re
from collections.abc import Iterator

from threshold.privacy.initials import holds_initials
from threshold.privacy.known_names import (
    family_names,
    folded,
    foreign,
    given_names,
    named_after,
    names_and_words,
    no_names,
    unknown,
    with_name_capitals,
)
from threshold.privacy.schools import names_school
from threshold.privacy.schools_said import school_said, surgery_said
from threshold.privacy.word_lists import word_list
from threshold.privacy.words import Word, Words

_TITLES = word_list("titles")
_ELDERS = word_list("elders")
_RELATIONS = _ELDERS | word_list("relations")
_DOES_ALONE = word_list("what a person alone does")
# Where a single word ends so, it is a place as likely as a surname.
_PLACE_ENDINGS = tuple(word_list("endings of places"))
# What somebody has: a word with 's before one of these is a person.
_OF_SOMEBODY = word_list("what somebody has")
_DOES = word_list("what somebody does")
_SPOKEN_TO = frozenset(["spoke", "spoken", "speaking", "talked", "talking", "met"])
# With one of these after it, a name is that of a place, a charity, a test, or what is no name at all.
_INSTITUTIONS = word_list("institutions")
_INSTITUTIONS_SMALL = word_list("institutions in small letters")
_COMMON = word_list("family names that are words")
_LAWS = frozenset(["law", "laws", "rule", "rules", "principle", "principles", "centre", "hierarchy"])
_DONE_TO = word_list("what is done to somebody")
_GONE_TO = frozenset(
    ["her", "his", "their", "nan's", "dad's", "mum's", "live", "hospital", "school", "bed", "a"]
)
_SAINTS = frozenset(["st", "saint", "san", "lady", "king", "queen"])
_MONTHS = frozenset(["april", "may", "june", "august"])
# What these mostly say beside a relation is no name.
_VERBS = word_list("verbs and names")
_PLACES = word_list("places and names")
_ENDINGS = tuple(word_list("endings of other words"))

_TITLED = re.compile(
    r"\b(?P<title>mr|mrs|ms|miss|mx|dr|prof|rev|sir|mstr|mast)\b\.?(?:\s?&\s?(?:mrs|mr|"
    r"ms)\.?)?\s(?:(?-i:[A-Z]|[a-z](?=[\s.]))(?:\.\s?|\s|-(?=[A-Z]\b))){0,3}"
    r"(?P<name>[^\W\d_](?:[^\W\d_]|['-])+)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?i:child|boy|girl|baby|son|daughter|brother|sister|man|woman|friend|person|uncle|aunt|"
    r"carer|worker|partner|"
    r"boyfriend|girlfriend|twin|male|female|pupil|student|adult|teacher|stepfather|he|she|they|cousin|lad)"
    r"(?:,|\sis|\swas|'s|\salso|\swho\sis|\sare|\sto\sbe|\sbe){0,3}\s(?i:called|named|known\sas|"
    r"a\.?k\.?a\.?)\s['\"]?"
    r"(?P<name>[A-Z][^\W\d_]+)"
    r"|\b(?i:(?:(?:first|last|middle|maiden|family|full|birth|legal|real|previous|former|married|"
    r"preferred)\s)?names?"
    r"(?:'s|\s(?:is|was|are)(?:\snow)?|\s?[:=]|(?<=first\sname)|(?<=birth\sname)|\sof(?:\sthe)?(?:\schild|"
    r"\smother|\sfather)?(?:\sis|:))"
    r"|surname(?:\s(?:is|was)|\s?[:=])?|forenames?(?:\s(?:is|was)|\s?[:=])?|goes\sby|aka|a\.k\.a\.|"
    r"alias|nicknamed"
    r"|known\sas|answers\sto)\s['\"]?(?P<given>[A-Z][^\W\d_]+)"
    r"|\b(?i:née|nee)\s(?P<born>[^\W\d_]{3,})"
)
_FAMILY_FIRST = re.compile(r"(?<![\w'-])[A-Z][A-Z'-]{2,30},\s(?P<name>[A-Z][^\W\d_]+)")
_INITIAL_FIRST = re.compile(r"(?<![\w.])(?<![A-Za-z]\s)[A-Z]\.\s?(?P<name>[A-Z][a-z]{3,})\b")
_JOINED_UP = re.compile(r"(?<![^\W_])[^\W\d_]+(?:[._][^\W\d_]+)+|[A-Z][a-z]+[A-Z][a-z]+")


def identifying_names(text: str) -> Iterator[str]:
    """The kinds of name recognised in text: of a person, of a school or surgery, initials."""
    text = named_after().sub("", text)
    words = Words(text)
    joined = any(name_in_reference(found.group()) for found in _JOINED_UP.finditer(text))
    if joined or any(_is_name(words, at) for at in range(len(words))) or _is_said(text, words):
        yield "a name"
    elif holds_initials(text):
        yield "initials"
    if names_school(words) or school_said(text):
        yield "a school"
    if surgery_said(text):
        yield "a surgery"


def name_in_reference(text: str) -> bool:
    """Whether a reference holds a name: Sarah.Smith, SMITH-J, RubyMaddocks."""
    words = [folded(word) for word in re.findall(r"[A-Z]?[a-z]+|[^\W\d_]+", text)]
    known = [word for word in words if word in given_names() or word in family_names()]
    if len(known) > 1 or any(len(word) > 3 for word in known):
        return True
    either = any(word in names_and_words() - _MONTHS and len(word) > 2 for word in words)
    return either and any(len(word) > 3 and unknown(word) for word in words)


def _is_name(words: Words, at: int) -> bool:
    word, before = words[at], words[at - 1]
    own = word.parts[0]
    if before.own in _TITLES and word.joined and _follows_title(words, at):
        return True
    if own in given_names() and len(own) > 1:
        return _is_given(words, at)
    if word.own in family_names() and word.capital:
        return not _of_institution(words, at) and not (word.shouted and len(own) < 5)
    if own in names_and_words():
        return _is_given_here(words, at)
    if own[-1] == "s" and own[:-1] in given_names() and len(own) > 4:
        return words[at + 1].own in _OF_SOMEBODY
    usable = word.capital and not word.shouted and _strange(word) and own not in _INSTITUTIONS
    return usable and (_stands_as_name(words, at) or _pairs(words, at))


def _is_given(words: Words, at: int) -> bool:
    word, before, after = words[at], words[at - 1], words[at + 1]
    if before.own in _SAINTS or _of_institution(words, at):
        return False
    if word.shouted and len(word.own) < 5:
        return after.own in family_names() or before.own in given_names()
    return word.capital or len(word.parts[0]) > 3 or before.own in _RELATIONS or after.own in _DOES


def _of_institution(words: Words, at: int) -> bool:
    word, after, second = words[at], words[at + 1], words[at + 2]
    if word.owner:
        return _is_law(after, second) or (after.capital and after.own in ("house", "hospital", "place"))
    near = (after, second) if after.joined and after.capital else (after,)
    return any(
        each.joined and each.own in _INSTITUTIONS and (each.capital or each.own in _INSTITUTIONS_SMALL)
        for each in near
    )


def _is_law(after: Word, second: Word) -> bool:
    """Whether what somebody has is a law or a rule that is called after them, and not one of their home."""
    if after.own == "allergy":
        return second.own == "law"
    studied = ("degree", "student", "course", "firm", "exam", "lecture", "at", "for", "in", "is", "about")
    return after.own in _LAWS and second.own not in studied


def _is_given_here(words: Words, at: int) -> bool:
    """Whether a word that may be a first name is one, by what stands beside it."""
    word, before, after = words[at], words[at - 1], words[at + 1]
    if before.own in _ELDERS and before.small and word.joined and word.own not in _VERBS:
        return True
    if word.owner and after.own in _RELATIONS and word.own not in _MONTHS:
        return True
    if not word.capital or word.shouted:
        return False
    if _is_hurt(words, at) and word.own not in _MONTHS:
        return True
    if len(word.parts) > 1:
        return (
            word.parts[1] in given_names() | names_and_words()
            and word.parts[1] not in _MONTHS
            and "-M" not in word.text[:4]
        )
    if after.joined and after.capital and not after.shouted and not _of_institution(words, at):
        if after.own in family_names() or after.own in given_names():
            return True
        if word.own not in _MONTHS and unknown(after.own) and not after.own.endswith(_ENDINGS):
            return after.own not in _INSTITUTIONS
    if word.owner:
        of_child = (
            after.own in ("school", "needs", "room", "class", "placement", "house", "flat")
            and word.own not in _MONTHS | _PLACES
        )
        return after.own in _OF_SOMEBODY or of_child
    if after.own in _DOES and not after.capital:
        return True
    related = (
        word.joined
        and word.own not in _VERBS
        and before.own in _RELATIONS
        and (before.small or before.starts)
    )
    return related and not after.capital and after.own not in _INSTITUTIONS


def _is_hurt(words: Words, at: int) -> bool:
    """Whether what is said to have been done, or to have happened, happens to a person."""
    first, second, third = words[at + 1].own, words[at + 2].own, words[at + 3].own
    if first in ("was", "is", "got", "been"):
        seen = second == "seen" and words[at].own not in _VERBS and third in ("at", "alone", "by")
        return second in _DONE_TO or seen
    if first == "went":
        return second == "missing" or (second == "to" and third in _GONE_TO | _RELATIONS)
    return (first, second) in (("has", "gone"), ("had", "gone")) and third in ("missing", "home")


def _strange(word: Word) -> bool:
    """Whether a word is none of the language, nor one of practice, in any of its parts."""
    return with_name_capitals(word.text) and all(map(foreign, word.parts))


def _pairs(words: Words, at: int) -> bool:
    """Whether two such words with capitals stand together: first name and surname."""
    after = words[at + 1]
    if words.shouting or not (after.joined and after.capital) or after.shouted or _is_of_saint(words, at):
        return False
    known = after.own in family_names() or after.own in given_names()
    return (
        (known or _strange(after)) and not _of_institution(words, at) and not _of_institution(words, at + 1)
    )


def _is_of_saint(words: Words, at: int) -> bool:
    """Whether a word is the name of a saint, after whom a place is called."""
    return words[at - 1].own in _SAINTS


def _follows_title(words: Words, at: int) -> bool:
    word, title = words[at], words[at - 1]
    if word.own == "and" and title.own in ("mr", "mrs", "ms"):
        return words[at + 1].own == "mrs" and _is_no_other_word(words[at + 2])
    if title.own in ("mr", "mrs"):
        return _is_no_other_word(word)
    if title.capital:
        return word.capital and not word.shouted and _is_no_other_word(word)
    return word.own in family_names() or word.own in given_names()


def _is_no_other_word(word: Word) -> bool:
    colours = ("green", "brown", "white", "black", "young", "bell", "house", "church", "street", "day", "may")
    return len(word.own) > 1 and (word.own not in no_names() or (word.capital and word.own in colours))


def _stands_as_name(words: Words, at: int) -> bool:
    """Whether what stands beside an unknown word with a capital makes it somebody's name."""
    word, before, after, second = words[at], words[at - 1], words[at + 1], words[at + 2]
    if word.owner:
        return not _of_institution(words, at) and not (
            word.own.endswith(_PLACE_ENDINGS) and after.own not in _OF_SOMEBODY
        )
    if word.starts and word.own.endswith(_ENDINGS):
        return False
    part_of_title = before.capital and word.joined and not unknown(before.own)
    acts = after.own in _DOES or (after.own in _DOES_ALONE and not word.own.endswith(_PLACE_ENDINGS))
    if acts and after.joined and after.small and word.own[-1] != "s" and not part_of_title:
        return True
    if after.own == "and" and second.own in ("his", "her", "their") and words[at + 3].own in _OF_SOMEBODY:
        return True
    if word.starts or not word.joined or _of_institution(words, at):
        return False
    surname = after.capital and after.joined and not after.shouted and unknown(after.own)
    in_title = after.capital and after.joined and not surname
    if before.own in ("to", "with") and words[at - 2].own in _SPOKEN_TO:
        return not in_title
    if before.own in ("is", "was") and words[at - 2].own in _RELATIONS:
        return surname
    near = before.own in _RELATIONS and (
        before.small or (before.starts and before.own in ("mum", "dad", "nan"))
    )
    return near and not in_title


def _is_said(text: str, words: Words) -> bool:
    """Whether somebody is said to be called so, to be so old, or to be of a family of that name."""
    if any(
        not _is_other(found["name"] or found["given"] or found["born"]) for found in _CALLED.finditer(text)
    ):
        return True
    if any(
        folded(found["name"]) in given_names() | names_and_words() for found in _FAMILY_FIRST.finditer(text)
    ):
        return True
    if any(
        unknown(folded(found["name"])) and not folded(found["name"]).endswith(_ENDINGS)
        for found in _INITIAL_FIRST.finditer(text)
    ):
        return True
    if any(_is_titled(found["title"], found["name"]) for found in _TITLED.finditer(text)):
        return True
    # Most texts have no word that could be a name, and need no closer look.
    likely = [words[at] for at in range(len(words)) if _may_be_name(words[at])]
    if not likely:
        return False
    from threshold.privacy.names_said import name_said, name_said_small
    from threshold.privacy.subjects import said_of_somebody

    named = any(word.capital for word in likely) and name_said(text)
    return named or name_said_small(text) or said_of_somebody(text)


def _may_be_name(word: Word) -> bool:
    return any(
        foreign(part)
        or part in given_names()
        or part in names_and_words()
        or part in family_names()
        or part in _COMMON
        or part[:-1] in _COMMON
        for part in word.parts
    )


def _is_titled(title: str, name: str) -> bool:
    own = folded(name)
    if own in ("and", "or", "not", "no") or len(own) < 2:
        return False
    if name[0].islower():
        return all(map(foreign, own.split("-")))
    if title[0].islower() or name.isupper():
        return all(map(foreign, own.split("-"))) or own in family_names()
    return own not in no_names()


def _is_other(word: str) -> bool:
    return folded(word) in no_names() or (word.isupper() and len(word) > 2)
