"""What a word names in a policy, and its page: a rule, clause, pack, fact, parameter, outcome of a call."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from threshold.handbook.book import Book
from threshold.handbook.facts import fact_section
from threshold.handbook.model import Document, Said, Section
from threshold.handbook.pages import clause_page, days_of, rule_page, step_page, tension_page
from threshold.handbook.parameters import parameter_section
from threshold.handbook.scripts import NAME, full_name, outcome_page, script_section
from threshold.handbook.whole import pack_page, whole_pack, whole_policy
from threshold.output.words import listed
from threshold.policy import policy_names
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.vocabulary import shown
from threshold.vocabulary.spelling import bare


def page(book: Book, word: str | None) -> Document:
    """A page of everything in the policy, or of what a word names: of a pack, everything in the pack.

    Raises BadInput where the word names nothing.
    """
    if word is None:
        return whole_policy(book)
    sections = found(book, word)
    packs = [pack for pack in book.packs if sections[0].anchor == f"pack:{pack.name}"]
    if packs:
        return whole_pack(book, packs[0])
    about = (
        ("From the policy", f"{book.policy.name}, version {book.policy.version}"),
        ("As at", shown(book.day)),
    )
    return Document(book.policy.title, about, sections)


def found(book: Book, word: str) -> tuple[Section, ...]:
    """The pages of what a word names: mostly one. Raises BadInput with a hint where it names nothing.

    Capitals, spaces, hyphens and full stops need not be right, where only one name is meant.
    """
    names = _names(book)
    for name in (word, *_spelled(word, names)):
        pages = tuple(_pages(book, name))
        if pages:
            return pages
    if days := days_of(book, word):
        message = (
            f"is a rule that is not in force on {shown(book.day)}; it is {listed([*days])} (see --as-at)"
        )
        raise BadInput(Problem(message, field=word))
    hint = did_you_mean(word, [*names, *policy_names()]) or "; `threshold policy show` lists what there is"
    what = "there is no policy of that name, nor any rule, clause, pack, fact or parameter"
    raise BadInput(Problem(f"{what} in the policy {book.policy.name}{hint}", field="NAME"))


def _pages(book: Book, name: str) -> Iterator[Section]:
    """The pages of a name, told in this order; whatever else it names is told at the end of the first."""
    if name in book.rules:
        others = [route.head.id for route, _ in book.steps.get(name, ()) if route.head.id != name]
        page = rule_page(book, book.rules[name])
        yield _and_also(page, [f"{name} is a step of the route {each}, too" for each in others])
    elif name in book.steps:
        yield step_page(book, name)
    elif name in book.clauses:
        yield clause_page(book, book.clauses[name])
    elif any(name in pack.tensions for pack in book.packs):
        yield tension_page(book, name)
    elif any(name == pack.name for pack in book.packs):
        page = pack_page(book, book.pack(name))
        also = (
            [f"There is a policy {name}, too: threshold policy show {name}"] if name in policy_names() else []
        )
        yield _and_also(page, also)
    elif name in book.vocabulary.facts:
        yield fact_section(book, name)
    else:
        full = [each for each in book.parameters if name in (each, each.partition(".")[2])]
        yield from (parameter_section(book, each) for each in full)
    # The ids of outcomes are ordinary words: they hide nothing, and nothing hides them.
    if name == NAME:
        yield from (script_section(book, script) for script in book.scripts)
    for script, outcome in book.outcomes:
        if name in (outcome.id, full_name(script, outcome)):
            yield outcome_page(book, script, outcome)


def _and_also(page: Section, also: Iterable[str]) -> Section:
    return replace(page, blocks=(*page.blocks, *(Said(each) for each in also)))


def _names(book: Book) -> list[str]:
    """Every name that has a page."""
    tensions = {name for pack in book.packs for name in pack.tensions}
    packs = [pack.name for pack in book.packs]
    short = [name.partition(".")[2] for name in book.parameters]
    calls = [name for script, each in book.outcomes for name in (each.id, full_name(script, each))]
    script = [NAME] if book.scripts else []
    several: tuple[Iterable[str], ...] = (
        *(book.rules, book.steps, book.clauses, tensions, packs),
        *(book.vocabulary.facts, book.parameters, short, script, calls),
    )
    return list(dict.fromkeys(name for names in several for name in names))


def _spelled(word: str, names: Iterable[str]) -> Iterator[str]:
    """The one name that a word is another spelling of, if there is just one."""
    ways: tuple[Callable[[str], str], ...] = (str.casefold, bare)
    for way in ways:
        same = [name for name in names if way(name) == way(word)]
        if len(same) == 1:
            yield same[0]
