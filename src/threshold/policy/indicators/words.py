"""Signs and domains as facts: a table of indicators declares them by itself."""

from collections.abc import Mapping
from typing import Any

from threshold.policy.indicators.model import Domain, IndicatorTable, Sign
from threshold.reading import Mapping as MappingNode
from threshold.vocabulary.own_words import OwnWords
from threshold.vocabulary.pack_entries import PackWords
from threshold.vocabulary.phrases import IS_THIS_SO


def sign_fact(prefix: str, sign: Sign) -> str:
    """The fact that a sign is."""
    return f"{prefix}_signs.{sign.name}"


def domain_fact(prefix: str, domain: str) -> str:
    """The fact that answers for all signs of a domain."""
    return f"{prefix}_domains.{domain}"


def words_of_table(table: IndicatorTable, pack: str, prefix: str) -> OwnWords:
    """The facts of a table: each sign by itself, and for each domain whether there is anything at all.

    A no to the domain is a no to each of its signs; the signs of one level in one domain are asked together.
    """
    titles = {each.key: each.title for each in table.domains}
    signs = {sign.name: _of_sign(sign, titles[sign.domain], prefix) for sign in table.signs}
    domains = {each.key: _of_domain(each, table) for each in table.domains}
    facts = {f"{prefix}_signs": signs, f"{prefix}_domains": domains}
    file = str(table.files[0])
    return OwnWords(
        pack, PackWords.model_validate({"prefix": prefix, "facts": facts}), MappingNode(1, 1), file
    )


def asks(text: str) -> str:
    """The question of a sign: as it is written or, where that is a statement, whether it is so."""
    return text if text.rstrip().endswith("?") else f"{IS_THIS_SO}{text.rstrip('. ')}?"


def _of_sign(sign: Sign, domain: str, prefix: str) -> Mapping[str, Any]:
    return {
        "type": "boolean",
        "asks": asks(sign.asks),
        "protection": sign.protection,
        "screened_by": domain_fact(prefix, sign.domain),
        "asked_with": f"{domain}, {sign.level}",
    }


def _of_domain(domain: Domain, table: IndicatorTable) -> Mapping[str, Any]:
    protects = any(sign.protection for sign in table.signs if sign.domain == domain.key)
    return {"type": "boolean", "asks": domain.asks, "protection": protects}
