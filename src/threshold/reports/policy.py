"""A policy as text: what it answers, its packs, the clauses that each carries, the parameters in force."""

import textwrap
from collections.abc import Iterator

from threshold.output import terminal
from threshold.policy import Pack, Policy, rules_of
from threshold.reports.answers import answered, unanswered
from threshold.vocabulary import shown


def policy_as_text(policy: Policy) -> str:
    """The policy as a person reads it, one pack after another."""
    stamp = f"policy {policy.name}, version {policy.version}, digest {policy.digest[:12]}"
    lines = [*_wrapped(policy.title, 0), *_wrapped(stamp, 0), "", *_answers(policy)]
    for pack in policy.packs:
        lines += ["", *_pack(pack)]
    return "\n".join(lines)


def _answers(policy: Policy) -> Iterator[str]:
    """The kinds of request that the policy answers, and those that it has no rule on."""
    lines = list(answered(policy))
    yield "answers (one of these grounds must hold, of each pack that has any for the request)"
    for line in lines or ["nothing: whoever asks is told that there is no rule on it"]:
        yield from _wrapped(line, 2)
    without = list(unanswered(policy)) if lines else []
    if without:
        yield "has no rule on (whoever asks for it is told so)"
    for line in without:
        yield from _wrapped(line, 2)


def _pack(pack: Pack) -> Iterator[str]:
    field = f", leads on {', '.join(map(shown, pack.leads_on))}" if pack.leads_on else ""
    yield from _wrapped(f"{pack.name} ({pack.role}{field}): {pack.title}", 0)
    source = pack.source
    edition = f"; edition: {source.edition}" if source.edition else ""
    yield from _wrapped(f"from: {source.document}, {source.publisher}, {source.date}{edition}", 2)
    carried: dict[str, list[str]] = {}
    for rule in rules_of(pack):
        for clause in rule.head.carries:
            carried.setdefault(clause, []).append(rule.head.id)
    left_out = [clause for clause in pack.clauses.values() if clause.left_out]
    yield f"  clauses carried: {len(pack.clauses) - len(left_out)} of {len(pack.clauses)}"
    for clause in pack.clauses.values():
        others = [rule for rule in carried.get(clause.id, []) if rule != clause.id]
        by = f" (rules {', '.join(others)})" if others else ""
        missing = f"; missing: {clause.in_part}" if clause.in_part else ""
        if not clause.left_out:
            yield from _wrapped(f"{clause.id}: {clause.placed}{by}{missing}", 4)
    if left_out:
        yield f"  clauses left out: {len(left_out)}"
    for clause in left_out:
        yield from _wrapped(f"{clause.id}: {clause.placed}; {clause.left_out}", 4)
    if pack.announced:
        yield "  announced, and silent before its day"
    for each in pack.announced:
        since = f"from {shown(each.since)}" if each.since else "from when, is not known"
        yield from _wrapped(f"{each.id}: {each.title}; {since}", 4)
    if pack.parameters:
        yield f"  parameters: {len(pack.parameters)}"
    for _, value in sorted(pack.parameters.items()):
        since = f" since {shown(value.since)}" if value.since else ""
        how = "" if value.set_by == "pack" else f", set by the {value.set_by}"
        yield from _wrapped(f"{value.name} = {value.shown}{since}{how} ({value.because})", 4)


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        terminal.size()[0],
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_on_hyphens=False,
    )
