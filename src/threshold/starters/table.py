"""A pack with a table of signs of one's own: the files that speak of signs, made anew from it."""

from collections.abc import Iterator, Sequence

from threshold.output.words import sentence
from threshold.policy.indicators.as_csv import as_csv
from threshold.policy.indicators.model import Ages, Domain, Sign
from threshold.starters.levels import quoted, with_levels
from threshold.starters.names import Name
from threshold.starters.signs import Signs
from threshold.starters.template import Texts

_AGE = 9  # years, of a child in an example whose signs are for every age

_INDICATORS = """\
# The domains in which signs are looked for. The signs themselves stand in indicators.csv, which any
# spreadsheet opens. Put each question as somebody on the telephone would.
#
# Several signs of a level, in several domains, can make the next level: `combine` says so.
#   combine:
#     - id: {letters}-2.1
#       is: {higher}
#       at_least: 2
#       of: {lower}
#       in_domains: 2
#       because: two signs in two domains add weight to each other
domains:
{domains}

# The level of a child of whom no sign is known to be there.
otherwise: {least}
"""
_CASE = """\
case: {case}
about: {about}
as_at: 2026-06-15
age: {age}
support: {{in_place: universal}}
child_protection: {{concern: false, harm_suspected: false, immediate_danger: false}}
{prefix}: {{hidden_from_view: false}}
{signs}{domains}expect:
  policy: ../{slug}.yaml
  level: {level}
"""


def with_table(texts: Texts, signs: Signs, name: Name) -> Texts:
    """The texts with these signs and their levels, and an example for each level that has a sign."""
    told = (f"{name.prefix}_signs", f"{name.prefix}_domains")
    kept = {place: text for place, text in texts.items() if not any(word in text for word in told)}
    kept = with_levels({**kept, **{place: texts[place] for place in _words(texts)}}, signs.levels)
    kept[f"{name.slug}/indicators.csv"] = as_csv(signs.table)
    kept[f"{name.slug}/indicators.yaml"] = _INDICATORS.format(
        letters=name.letters,
        higher=quoted(signs.levels[-2]),
        lower=quoted(signs.levels[-3]),
        domains="\n".join(map(_domain, signs.table.domains)),
        least=quoted(signs.levels[0]),
    )
    for number, (place, text) in enumerate(_examples(signs, name), 60):
        kept[place] = text.replace("CASE", f"{name.letters}-{number}")
    return kept


def _words(texts: Texts) -> list[str]:
    """Of the files that speak of signs, those that are no examples."""
    return [place for place in texts if not place.startswith("cases/")]


def _domain(domain: Domain) -> str:
    title = sentence(domain.title)
    asks = f"Is there any worry about {domain.title.casefold()}?"
    return f"  {domain.key}: {{title: {quoted(title)}, asks: {quoted(asks)}}}"


def _examples(signs: Signs, name: Name) -> Iterator[tuple[str, str]]:
    """A child of whom no sign is there, and for each level the first sign of it alone."""
    yield _example("no-sign", "Of a child without any sign", None, signs, name)
    for level in signs.levels:
        sign = next((each for each in signs.table.signs if each.level == level), None)
        if sign is not None:
            about = f"One sign alone ({sign.id})"
            yield _example(f"sign-{sign.name.replace('_', '-')}", about, sign, signs, name)


def _example(file: str, about: str, sign: Sign | None, signs: Signs, name: Name) -> tuple[str, str]:
    beside = [each for each in signs.table.signs if sign is not None and each.domain == sign.domain]
    there = ", ".join(f"{each.name}: {str(each is sign).lower()}" for each in beside)
    nothing = [each.key for each in signs.table.domains if sign is None or each.key != sign.domain]
    return f"cases/{file}.yaml", _CASE.format(
        case="CASE",
        about=quoted(about),
        age=_age(sign.ages if sign is not None else Ages()),
        prefix=name.prefix,
        signs=f"{name.prefix}_signs: {{{there}}}\n" if there else "",
        domains=f"{name.prefix}_domains: {{{', '.join(f'{key}: false' for key in nothing)}}}\n"
        if nothing
        else "",
        slug=name.slug,
        level=quoted(_level(sign, signs.levels)),
    )


def _level(sign: Sign | None, levels: Sequence[str]) -> str:
    """The level that a sign alone makes: one of danger makes the highest."""
    if sign is None:
        return levels[0]
    return levels[-1] if sign.protection else sign.level


def _age(ages: Ages) -> int | str:
    """An age that is one of these."""
    if ages.least is not None or ages.most is not None:
        return ages.least if ages.least is not None else ages.most or 0
    return "unborn" if ages.unborn else _AGE
