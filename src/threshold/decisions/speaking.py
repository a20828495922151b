"""Which documents an answer comes from, and which others have rules on what is asked for.

A policy may hold several documents of several authorities. Each is read by itself, and never blended with
another: so a decision says whose it is.
"""

from collections.abc import Iterable, Iterator

from threshold.decisions.model import Note
from threshold.output.words import listed
from threshold.policy import Head
from threshold.semantics.findings import Findings
from threshold.semantics.status import Conclusion

UNDER = "request.under"  # the document by which alone a request is to be answered


def speaking(came: Conclusion, heads: Iterable[Head], findings: Findings) -> tuple[str, ...]:
    """The leading packs from which the answer comes, in the policy's order.

    Of a request those that answer it, that ask something of it or whose way it travels; without one, those
    whose rules (of `heads`) have something to say, be it that they would answer one or not.
    """
    if findings.proposal.requested:
        found = {answer.pack.name for answer in came.answers}
        found |= {each.pack.name for each in came.checks if each.decides and each.status != "not_applicable"}
        found |= {route.head.pack for route, _, _ in (*came.route.steps, *came.route.withheld)}
    else:
        grounds = [each.ground.head for each in came.grounds]
        found = {head.pack for head in heads if head not in grounds}
    return tuple(pack.name for pack in findings.policy.leading if pack.name in found)


def elsewhere(came: Conclusion, findings: Findings) -> Iterator[Note]:
    """The documents that have rules on what is asked for, and do not lead on it here."""
    named = UNDER in findings.case.given
    if named or not findings.proposal.requested or findings.protection.acted_on:
        return
    silent = [each.pack for each in came.grounds if each.answering and not each.decides]
    names = list(dict.fromkeys(pack.name for pack in silent if pack.role == "lead"))
    if names:
        have = "has rules on this as well, and does not lead on it here"
        if len(names) > 1:
            have = "have rules on this as well, and do not lead on it here"
        how = f"to put it to one of them alone, say so in the request (under: {names[0]})"
        yield Note("", f"{listed(names, 'and')} {have}; {how}")
