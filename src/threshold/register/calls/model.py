"""What is said of a call to the consultation line, and of what followed it up. Nothing in it is a child's."""

from dataclasses import dataclass, field

from threshold.decisions import ADVICE_IN_WORDS

CALL_SCHEMA = "threshold/call/1"
FOLLOW_UP_SCHEMA = "threshold/followup/1"
ADVICE = tuple(ADVICE_IN_WORDS)
WHO_CALLS = "consultation.caller"
NOT_NAMED = ("child", "family", "public")  # its answers by which whoever calls is no professional
BY_FAMILY = (WHO_CALLS, "family")  # the answer by which somebody of the family calls


@dataclass(frozen=True, slots=True)
class Caller:
    """The professional who called."""

    name: str = ""
    agency: str = ""
    role: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact that was asked for, and one of its closed values; an empty one: nobody knew."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """A call, from the first question to what is to follow. A text that was not given is empty.

    started, ended   UTC, ISO, to the second
    broken_off       it ended before the outcome was reached, or before all was said that is logged of a call
    caller           who called
    why              why they called
    summary          what was talked about
    advice           one of ADVICE: what the script recommends; empty where it was broken off before
    outcome          the script's name for its outcome
    because          why, in the script's words
    advice_given     where the adviser advised otherwise: one of ADVICE
    differs_because  why they did
    said             the words that were to be read out
    unknown          facts that the outcome turns on and nobody knew
    adviser          a made-up reference for the adviser, such as TM-07
    follow_up        the day by which something is to be done, ISO
    policy_files     the digest of the policy's files; with `program` and `register`, put in when it is stored
    """

    reference: str
    started: str
    ended: str
    broken_off: bool = False
    caller: Caller = Caller()
    why: str = ""
    summary: str = ""
    answers: tuple[Answered, ...] = ()
    advice: str = ""
    outcome: str = ""
    because: str = ""
    advice_given: str = ""
    differs_because: str = ""
    clauses: tuple[str, ...] = ()
    said: str = ""
    unknown: tuple[str, ...] = ()
    adviser: str = ""
    follow_up: str = ""
    follow_up_about: str = ""
    policy: str = ""
    policy_version: str = ""
    policy_digest: str = ""
    policy_files: str = ""
    program: str = ""
    register: str = ""
    schema: str = field(default=CALL_SCHEMA)

    @property
    def called_by(self) -> str:
        """Who called, by the answers: a value of `consultation.caller`; nothing where that is not known."""
        return next((each.value for each in self.answers if each.fact == WHO_CALLS), "")

    @property
    def differs(self) -> bool:
        """Whether the adviser advised otherwise than was recommended."""
        return self.advice_given not in ("", self.advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What became of the follow-up of a call.

    call      the reference of the call, and `of_entry` the number of its entry; put in when it is stored
    done      whether what was to be done is done
    what      what was done, or came of it
    next      the day by which something is to be done now, ISO
    about     what that is; empty where it is what it was
    adviser   a made-up reference for whoever says so
    """

    call: str = ""
    of_entry: int = 0
    done: bool = False
    what: str = ""
    next: str = ""
    about: str = ""
    adviser: str = ""
    register: str = ""
    schema: str = field(default=FOLLOW_UP_SCHEMA)
