"""`indicators.yaml`: domains, signs, what signs together make, and the level where there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from threshold.policy.indicators.cells import Cell, fault, tidied
from threshold.policy.indicators.domains import KEY, domain, key_of
from threshold.policy.indicators.entries import CombinationEntry, CountEntry, DomainEntry, IndicatorsFile
from threshold.policy.indicators.grid import WrittenSign
from threshold.policy.indicators.model import Combination, Count, Domain, Place
from threshold.policy.indicators.signs import id_fault
from threshold.reading import BadInput, Mapping, Node, Problem, locate, parse_yaml, read_text
from threshold.reading.validate import validate

_LONGEST_REASON = 1_000  # letters


@dataclass(frozen=True, slots=True)
class Document:
    """What `indicators.yaml` says. `problems` are such as leave the rest readable."""

    signs: tuple[WrittenSign, ...]
    domains: tuple[Domain, ...]
    combinations: tuple[Combination, ...]
    otherwise: str
    problems: tuple[Problem, ...]
    otherwise_at: Place | None = None


def read_document(path: Path) -> Document:
    """What the file says. Raises BadInput where it is no YAML, or holds keys that are not known."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document; write `signs:` and the signs under it", name))
    root = documents[0]
    entry = validate(IndicatorsFile, root, name, of_rules=True)
    problems: list[Problem] = []
    domains = [_domain(key, each, root, name, problems) for key, each in entry.domains.items()]
    signs = [_sign(locate(root, ("signs", at)), name) for at in range(len(entry.signs))]
    combinations = [
        _combination(each, locate(root, ("combine", at)), name, problems)
        for at, each in enumerate(entry.combine)
    ]
    otherwise, where = tidied(entry.otherwise), _place(locate(root, ("otherwise",)), name)
    if wrong := fault(otherwise):
        problems.append(where.problem(wrong, "otherwise"))
    return Document(tuple(signs), tuple(domains), tuple(combinations), otherwise, tuple(problems), where)


def _place(node: Node, name: str) -> Place:
    return Place(name, node.line)


def _domain(key: str, entry: DomainEntry | None, root: Node, name: str, problems: list[Problem]) -> Domain:
    domains = locate(root, ("domains",))
    line = domains.keys[key].line if isinstance(domains, Mapping) else domains.line
    place = Place(name, line)
    if not KEY.fullmatch(key):
        message = (
            "a domain's key is small letters, digits and underscores, and begins with a letter, such as "
            "family_and_home; its words go under `title`"
        )
        problems.append(place.problem(message, "domains"))
    title, asks = (tidied(entry.title), tidied(entry.asks)) if entry else ("", "")
    problems.extend(place.problem(wrong, f"domains.{key}") for wrong in {fault(title), fault(asks)} - {""})
    return domain(key, title, asks, place)


def _sign(node: Node, name: str) -> WrittenSign:
    assert isinstance(node, Mapping), "the shape was checked"
    cells = {
        key: Cell(tidied(getattr(value, "text", None) or ""), _place(value, name))
        for key, value in node.entries.items()
    }
    return WrittenSign(cells, cells["id"].place if "id" in cells else _place(node, name))


def _combination(entry: CombinationEntry, node: Node, name: str, problems: list[Problem]) -> Combination:
    place = _place(locate(node, ("id",)), name)
    told = [id_fault(entry.id), fault(tidied(entry.because), _LONGEST_REASON), *_wrong_shape(entry)]
    told += [wrong for each in entry.all or [entry] for wrong in _wrong_count(each)]
    problems.extend(place.problem(wrong, "combine") for wrong in dict.fromkeys(told) if wrong)
    counts = tuple(_count(each) for each in entry.all or [entry])
    level_at = _place(locate(node, ("is",)), name)
    return Combination(entry.id, tidied(entry.level), counts, tidied(entry.because), place, level_at)


def _wrong_shape(entry: CombinationEntry) -> Iterator[str]:
    beside = entry.model_fields_set & {"at_least", "of", "in_domains", "in_every_domain", "domain"}
    if entry.all and beside:
        yield "says `all` and a count beside it; put every count under `all`"
    if not tidied(entry.level):
        yield "does not say which level the signs make; write `is:` and a level"
    if not tidied(entry.because):
        yield "does not say why; write `because:` and what the document says"


def _wrong_count(entry: CountEntry) -> Iterator[str]:
    if not entry.of or not all(map(tidied, entry.of)):
        yield "does not say signs of which level are counted; write `of:` and a level"
    if entry.in_domains is not None and entry.in_every_domain:
        yield "says in_domains and in_every_domain; keep one of them"
    elif entry.at_least is None and entry.in_domains is None and not entry.in_every_domain:
        yield "does not say how many signs; write `at_least:` and a number"
    elif entry.at_least is not None and (entry.in_domains or 1) > entry.at_least:
        yield "asks for more domains than signs; let at_least be as many as in_domains, or more"


def _count(entry: CountEntry) -> Count:
    domains = entry.in_domains or 1
    levels = tuple(dict.fromkeys(tidied(each) for each in entry.of))
    within = tuple(dict.fromkeys(key_of(each) for each in entry.domain))
    return Count(entry.at_least or domains, levels, domains, entry.in_every_domain, within)
