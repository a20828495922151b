"""What the log wants of a call and was not told. The call is logged all the same: a caller may not say."""

from collections.abc import Iterator

from threshold.output.words import listed
from threshold.register.calls.model import CallEntry
from threshold.register.calls.relations import is_no_professional

CALLER, ROLE, REASON = "caller", "role", "reason"
_CLAUSE = "BAR-CL-3"
_IN_WORDS = {
    CALLER: "the caller's name or agency",
    ROLE: "the caller's role",
    REASON: "why they called, or what was talked about",
}


def not_told(call: CallEntry) -> tuple[str, ...]:
    """What is missing: CALLER, ROLE and REASON; nothing of a call that was broken off.

    Who called is wanted of everybody but those who are said to be no professional.
    """
    return () if call.broken_off else tuple(_missing(call))


def not_told_in_words(call: CallEntry) -> str:
    """What is missing, in words, and which clause wants it; nothing where nothing is."""
    missing = [_IN_WORDS[each] for each in not_told(call)]
    return f"{listed(missing, 'and')} ({_CLAUSE} wants it)" if missing else ""


def _missing(call: CallEntry) -> Iterator[str]:
    caller = call.caller
    if not is_no_professional(call):
        if not (caller.name or caller.agency):
            yield CALLER
        if not caller.role:
            yield ROLE
    if not (call.why or call.summary):
        yield REASON
