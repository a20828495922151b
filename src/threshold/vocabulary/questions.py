"""Questions turned into statements: "Has the family been told?" is "the family has (not) been told".

It goes by the place of the first verb, told apart by short lists of words. A question that these do not
settle stays a question: nothing is put into words that might not be English, or not be what was asked.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HAVE = ("has", "have", "had")
_BE = ("is", "are", "was", "were")
_DO = ("does", "do", "did")
_MODAL = ("can", "could", "may", "might", "must", "shall", "should", "will", "would")
_AUXILIARIES = (*_HAVE, *_BE, *_DO, *_MODAL)
_DETERMINERS = _words(
    "a an the this that these those any some no each every other its his her their our another"
)
_PRONOUNS = _words("it there somebody anybody everybody someone anyone everyone nobody they he she")
# Of these, what is said of none is no plain no: "some support is not still needed".
_UNSURE = _words("any some somebody anybody each every everybody everyone someone anyone either")
_ADVERBS = _words("already also always each ever first last next now only still soon usually")
_PARTICIPLES = _words(
    "been begun built come done drawn found given gone had heard held kept known left made met put read "
    "said seen sent set shown spoken stuck taken told understood withdrawn written"
)
_ADJECTIVES = _words(
    "able absent active appropriate available aware clear complete detrimental due explicit external "
    "going internal late likely living making missing necessary open part possible present ready related "
    "right safe sure unable unclear unsafe unsure willing wrong"
)
_PLACES = _words("at in on under with without")
_JOINS = _PLACES | _words("about after and as before between by for from of or to up")
# Of these "need" is the verb: "the family need support" is no need that supports.
_NEEDY = _words("carer case child contact family father mother parent worker")
_PAST = {
    **{"become": "became", "choose": "chose", "let": "let", "leave": "left", "seek": "sought", "set": "set"},
    **{"be": "was", "begin": "began", "come": "came", "find": "found", "give": "gave", "go": "went"},
    **{"have": "had", "hear": "heard", "hold": "held", "keep": "kept", "know": "knew", "lead": "led"},
    **{"make": "made", "meet": "met", "oversee": "oversaw", "put": "put", "say": "said", "see": "saw"},
    **{"send": "sent", "show": "showed", "speak": "spoke", "take": "took", "tell": "told"},
    **{"think": "thought", "write": "wrote"},
}
# What may be a noun as well: "the consent record", "a plan".
_ALSO_NOUNS = _words(
    "ask call change consent contact end help move name need offer plan record request return review "
    "screen share sign start support talk use visit wish work"
)
_VERBS = (
    _ALSO_NOUNS
    | frozenset(_PAST)
    | _words(
        "accept agree apply arrange attend believe belong close complete confirm consider consult cover "
        "decide depend develop discuss exist expect follow happen identify include invite involve live "
        "look provide receive reduce refer refuse remain require resolve stay suggest supervise wait want"
    )
)
_IN_Y = re.compile("[^aeiou]y$")
_TURNS_ASIDE = _words("that which who whom whose whoever how whether why when if because while since")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a question that is answered by yes or no comes to: who, the verb that turns it, and the rest."""

    subject: str
    auxiliary: str
    rest: str

    @property
    def yes(self) -> str:
        """That it is so."""
        return _plain(self.subject, self.auxiliary, self.rest)

    @property
    def no(self) -> str:
        """That it is not so."""
        if {*self.subject.casefold().split()} & _UNSURE:
            return f"it is not so that {self.yes}"
        if self.subject == "there" and self.auxiliary in _BE and not self.rest.startswith("no "):
            return f"there {self.auxiliary} no {re.sub('^(an?|any) ', '', self.rest)}"
        if self.rest.startswith("still "):
            return f"{self.subject} {self.auxiliary} no longer {self.rest.removeprefix('still ')}"
        turned = "cannot" if self.auxiliary == "can" else f"{self.auxiliary} not"
        return f"{self.subject} {turned} {self.rest}"

    @property
    def planned(self) -> str:
        """That it is meant to be so."""
        several = " and " in self.subject or self.auxiliary in ("are", "were", "do", "have")
        be = "be " if self.auxiliary in _BE else ""
        return f"{self.subject} {'are' if several else 'is'} to {be}{self.rest}"


@lru_cache(maxsize=2048)
def statement(question: str) -> Statement | None:
    """The statement that a yes or no to a question makes; None where it cannot be told for certain."""
    words = question.strip().removesuffix("?").split()
    if not question.strip().endswith("?") or len(words) < 3:
        return None
    auxiliary = words[0].casefold()
    place = _predicate(auxiliary, words[1:])
    if place is None:
        return None
    return Statement(" ".join(words[1 : place + 1]), auxiliary, " ".join(words[place + 1 :]))


@lru_cache(maxsize=2048)
def asked_when(question: str) -> Statement | None:
    """What "When was the CAF finalised?" asks the day of: that the CAF was finalised. None if it does not."""
    found = re.match(r"(?:When|On what date) (.+?)(?: \([^()]*\))?\?$", question.strip())
    if found is None:
        return None
    bare = re.match(r"(?:is or was|is|was) ((?:the|an?) (?!.*\bthat\b).+)$", found[1])
    return statement(f"{found[1]}?") or (Statement(bare[1], "did", "take place") if bare else None)


@lru_cache(maxsize=2048)
def asked_which(question: str) -> str:
    """What "Which documents are attached?" asks for: "the documents that are attached". Empty if nothing."""
    text = question.strip().removesuffix("?").partition(":")[0]
    if not question.strip().endswith("?") or ", and " in text:
        return ""
    first, _, rest = text.partition(" ")
    words = rest.split()
    if first == "Who" and words:
        return f"whoever {rest}"
    if first == "What" and words:
        return _of_what(words)
    return _of_which(words) if first == "Which" else ""


def _of_what(words: list[str]) -> str:
    """What is so: "What is the rating" asks for the rating, "What did it find" for what it found."""
    if words[0] in _BE and words[1:2] and words[1] in _DETERMINERS:
        said = statement(f"{' '.join(words)}?")
        return f"what {said.yes}" if said else " ".join(words[1:])
    if words[0] in _BE or words[0] in _FINITE:
        return f"what {' '.join(words)}"
    if words[0] in _DO:
        told = _done_by(words)
        return f"what {told}" if told else ""
    return _of_which(words)


def _of_which(words: list[str]) -> str:
    """Things of a kind: those that do something, or to which something is done."""
    place = next((n for n, word in enumerate(words) if n and word in (*_AUXILIARIES, *_FINITE)), None)
    if place is None:
        return ""
    kind, rest = " ".join(words[:place]), words[place:]
    if "," in kind:
        return ""
    if rest[0] in _DO:
        told = _done_by(rest)
        return f"the {kind} that {told}" if told else ""
    if rest[1:2] == ["it"]:
        return f"the {kind} that {' '.join((rest[1], rest[0], *rest[2:]))}"
    return f"the {kind} that {' '.join(rest)}"


def _done_by(words: list[str]) -> str:
    """Of "does the log hold": that the log holds. The verb may stand last, or have more behind it."""
    asked = statement(f"{' '.join(words)}?")
    if asked is not None:
        return asked.yes
    subject, verb = " ".join(words[1:-1]), words[-1]
    return _plain(subject, words[0], verb) if subject and verb in _VERBS else ""


def _predicate(auxiliary: str, words: list[str]) -> int | None:
    """How many words of what follows the first verb are whom it is about; None where that is not certain."""
    if auxiliary not in _AUXILIARIES or words[0] in ("or", "and"):
        return None
    if words[0].casefold() in _PRONOUNS:
        return 1 if len(words) > 1 and words[1] not in _TURNS_ASIDE else None
    found = [n for n in range(1, len(words)) if _may_begin(auxiliary, words, n)]
    if found and any(word in _TURNS_ASIDE for word in words[: found[0]]):
        # "the agencies that are already involved have been": "been" tells where the thought within ends,
        # and so does a word at the end, as in "every field that the file asks for is filled in".
        ends = len(words) - (2 if words[-1] in _PLACES else 1)
        found = [n for n in found if words[n] == "been" or (n == ends and auxiliary in _BE)]
    if not found:
        return None
    return _certain(auxiliary, words, found)


def _certain(auxiliary: str, words: list[str], found: list[int]) -> int | None:
    """Of the places at which what is said may begin, the one at which it does."""
    first = found[0]
    if auxiliary in _HAVE:
        been = next((n for n in found if words[n] == "been"), first)
        inside = {*words[first:been]} & {*_HAVE, *_TURNS_ASIDE}
        return first if inside else been if words[been - 1] not in _ADVERBS else been - 1
    if auxiliary in _BE and words[first] in _PLACES:
        # "the work with the family is only a brief one": the place belongs to whom it is about.
        first = next((n for n in found if words[n] in ("a", "an", "the", "only")), first)
    if auxiliary in _BE or words[first] in _ADVERBS:
        return first
    # "the consent record shows", "the plan ends": of verbs in a row the last is one for certain.
    while first + 1 in found and words[first] in _ALSO_NOUNS:
        if words[first] == "need" and words[first - 1] in _NEEDY:
            return first
        both = {words[first], words[first + 1]} <= _ALSO_NOUNS
        if both and words[first + 1] not in ("start", "end"):
            return None
        first += 1
    # "the review covers": what may be a noun, with a plain verb after it, is not certain to be the verb.
    if words[first] in _ALSO_NOUNS and any(words[n] not in _ALSO_NOUNS for n in found if n > first):
        return None
    return first


def _may_begin(auxiliary: str, words: list[str], number: int) -> bool:
    """Whether a word can be the first of what is said of the subject before it."""
    word, before = words[number].rstrip(","), words[number - 1].casefold()
    if word in _ADVERBS and auxiliary in (*_DO, *_MODAL) and before in _DETERMINERS:
        return False
    if before in _DETERMINERS or (word in _VERBS and before == "to"):
        return False
    if word in _ADVERBS or word == "being":
        return True
    if auxiliary in _HAVE:
        return word in _PARTICIPLES or _is_past(word)
    if auxiliary in _BE:
        to_do = word == "to" and bool({*words[number + 1 : number + 2]} & _VERBS)
        said = word in _PARTICIPLES or word in _ADJECTIVES or _is_past(word)
        # "the lead professional a practitioner", but not "taking up a CAF" or "leaving the CAF".
        is_one = word in ("a", "an", "the") and before not in _JOINS and not before.endswith("ing")
        return to_do or said or is_one or _is_how(words, number)
    return word in _VERBS


def _is_how(words: list[str], number: int) -> bool:
    """Whether a word begins where or how something is, as in "in care" and "increasingly complex"."""
    rest = words[number:]
    if rest[0] in _PLACES:
        return not any(word in ("being", *_PARTICIPLES, *_ADJECTIVES) or _is_past(word) for word in rest)
    return rest[0].endswith("ly") and rest[0].islower() and len(rest) > 1


def _is_past(word: str) -> bool:
    return word.endswith("ed") and word.islower() and word not in ("need", "indeed") and len(word) > 4


def _plain(subject: str, auxiliary: str, rest: str) -> str:
    """The statement without the helping `do`: "does need" is "needs", "did start" is "started"."""
    words = rest.split()
    verb = next((n for n, word in enumerate(words) if word not in _ADVERBS), 0)
    again = any(one in ("and", "or") and two in _VERBS for one, two in pairwise(words))
    again = again or words[verb + 1 : verb + 2] in (["and"], ["or"])  # "oversee and track"
    if auxiliary not in _DO or not words or words[verb] not in _VERBS or again:
        return f"{subject} {auxiliary} {rest}"
    base = words[verb]
    words[verb] = base if auxiliary == "do" else _present(base) if auxiliary == "does" else _past(base)
    return f"{subject} {' '.join(words)}"


def _present(verb: str) -> str:
    if verb in ("be", "have", "go"):
        return {"be": "is", "have": "has", "go": "goes"}[verb]
    if _IN_Y.search(verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("sh", "ch", "ss", "x")) else f"{verb}s"


def _past(verb: str) -> str:
    if verb in _PAST:
        return _PAST[verb]
    if verb in ("plan", "refer"):
        return f"{verb}{verb[-1]}ed"
    if _IN_Y.search(verb):
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


_FINITE = frozenset(form for verb in _VERBS for form in (_present(verb), _past(verb))) - frozenset(_BE)
