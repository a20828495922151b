"""What entries hold: whether it is what their links say, and lawfully gone where it is not there."""

from collections.abc import Iterator

from threshold.reading import BadInput
from threshold.register.calls.belonging import ERASED, TWICE, References, belonging_problem
from threshold.register.calls.model import CallEntry, FollowUp
from threshold.register.cells import Row
from threshold.register.chain import ERASURE, KEY, KINDS, Link, dated_before, is_time
from threshold.register.contents import AFTER_2, FROM_ELSEWHERE, Held, read
from threshold.register.entries import Erasure, Summary, Told
from threshold.register.erasing import goes_on
from threshold.register.faults import MOST, Fault, Found
from threshold.register.signatures import Signatures
from threshold.register.store import Register

_SEARCHED = 20  # contents that are not an entry's own and are looked for among the others
POLICIES = 1_000  # remembered, until they are looked up
_NAMED = 10  # entries, beside a policy


class Holdings:
    """Looks at what each entry holds, in the order of their numbers, and at last at what belongs to none."""

    def __init__(self, register: Register, identity: str, signatures: Signatures) -> None:
        self._register, self._identity, self._signatures = register, identity, signatures
        self._before: Link | None = None  # the link before, where it stands as it was recorded
        self._searched, self._format_2 = 0, False
        self._gone_1 = False  # what an entry of version 1 held is gone, and with it which policy it rested on
        self._policies: dict[str, list[int]] = {}
        self._calls = References()
        self._altered = self._rested_on = self._missing = 0
        self._kept, self._kept_altered = register.policies_kept()  # first, since others may go on recording
        self.notes = Found()
        self.erased: list[int] = []
        self.more_erased = self.unknown = self.first_unknown = 0

    def look(self, number: int, row: Row, was: int | None) -> Iterator[Fault]:
        """What is wrong with what an entry holds and says; `was` is the number that its link was made for."""
        in_place = row.link if was == number else None
        held = Held(None)
        if row.seen:
            pass
        elif row.link is None or was is None:
            pass  # told by its line in the chain; whether it holds what it held cannot be known
        elif not row.holds:
            yield from self._gone(number, row.link)
        elif row.content is None:
            yield Fault(number, "what it holds was altered")
        elif (digest := row.content.digest) != row.link.content:
            yield Fault(number, self._of_another(digest))
        else:
            held = read(row.link, row.content)
            yield from self._says(number, row.link, held)
        if in_place is not None:
            yield from self._in_order(in_place, held.told)
            self._rests_on(in_place, held.told)
            if held.newer or in_place.kind not in KINDS:
                self.first_unknown = self.first_unknown or number
                self.unknown += 1
        self._before = in_place

    def _gone(self, number: int, link: Link) -> Iterator[Fault]:
        if not self._signatures.lawfully_gone(link):
            why = "" if link.kind in (ERASURE, KEY) else self._signatures.cannot_tell(number)
            removed = "what it held was removed"
            yield Fault(number, f"{removed}, lawfully or not: {why}" if why else removed)
        elif len(self.erased) < MOST:
            self.erased.append(number)
        else:
            self.more_erased += 1

    def _of_another(self, digest: str) -> str:
        self._searched += 1
        owner = self._register.owner_of(digest) if self._searched <= _SEARCHED else None
        return f"holds what entry {owner} held" if owner else "what it holds was altered"

    def _says(self, number: int, link: Link, held: Held) -> Iterator[Fault]:
        """What is wrong with what an entry says, though nobody altered it since it was recorded."""
        told = held.told
        if told is not None and link.format == 2 and told.register != self._identity:
            yield Fault(number, FROM_ELSEWHERE)
        elif held.amiss:
            yield Fault(number, held.amiss)
        elif isinstance(told, Erasure):
            yield from self._erasure(number, link, told)
        elif isinstance(told, CallEntry):
            self._calls.add(told.reference)
        elif isinstance(told, FollowUp):
            if problem := belonging_problem(self._register, link, told):
                yield Fault(number, problem)
            elif self._signatures.erased_before(told.of_entry, number):
                yield Fault(number, ERASED)

    def _erasure(self, number: int, link: Link, told: Erasure) -> Iterator[Fault]:
        erases = link.erases or 0
        if problem := self._signatures.erasure_problem(link, told):
            yield Fault(number, problem)
        elif self._register.holds(erases):
            yield Fault(erases, f"was erased by entry {number}, and what it held is here again")
        elif not goes_on(link, told, self._after(number)):
            yield Fault(number, "names an entry as erased that was not erased with it")

    def _after(self, number: int) -> Link | None:
        try:
            return self._register.link(number + 1)
        except BadInput:  # it is told of by itself
            return None

    def _in_order(self, link: Link, told: Told | None) -> Iterator[Fault]:
        """Whether a link is of its time, after the one before it."""
        number = link.number
        self._format_2 = self._format_2 or link.format == 2
        if self._format_2 and link.format == 1:
            yield Fault(number, AFTER_2)
        if not is_time(link.made):
            yield Fault(number, "its time cannot be read")
        elif dated_before(link.made, self._before.made if self._before else None):
            yield from self._earlier(link, told)

    def _earlier(self, link: Link, told: Told | None) -> Iterator[Fault]:
        number = link.number
        dated = f"is dated before entry {number - 1}"
        of_then = told.clock_checked if isinstance(told, Summary) and link.format == 1 else None
        if link.put_right or of_then:
            said = (
                f"{dated}; whoever recorded it said that the clock was right then: "
                f"entry {number - 1}'s time may be wrong"
            )
            self.notes.add(Fault(number, said))
        elif link.format == 1 and of_then is None:
            said = f"{dated}; whether the clock had been put right went with what it held"
            self.notes.add(Fault(number, said))
        else:
            yield Fault(number, "is dated before the entry before it")

    def _rests_on(self, link: Link, told: Told | None) -> None:
        """Remember which policy an entry rests on."""
        digest = link.policy or (told.policy_files if isinstance(told, Summary) else "")
        self._gone_1 = self._gone_1 or (link.format == 1 and not digest)
        if digest:
            entries = self._policies.setdefault(digest, [])
            if len(entries) < _NAMED:
                entries.append(link.number)

    def look_up_policies(self, at_most: int = 0) -> Iterator[Fault]:
        """What is wrong with the policies that entries rest on, once there are more of them than so many."""
        if len(self._policies) <= at_most:
            return
        for digest, entries in self._policies.items():
            kept = self._register.keeps(digest)
            if kept is None:
                self._missing += 1
                yield Fault(entries[0], "the policy that it was decided under was removed")
            elif not kept:
                self._altered += 1
                named = ", ".join(map(str, entries))
                yield Fault(0, f"a policy kept here was altered (of entries {named})")
            self._rested_on += kept is not None
        self._policies.clear()

    def of_nobody(self) -> Iterator[Fault]:
        """Calls told twice, content that no line of the chain belongs to, policies that no entry rests on."""
        for twice in self._calls.twice(self._register):
            yield Fault(twice, TWICE)
        for number in self._register.orphans(MOST):
            told = "was inserted: the chain knows nothing of it"
            yield Fault(number if isinstance(number, int) else 0, told)
        if self._kept_altered > self._altered:
            yield Fault(0, self._of_no_entry())
        elif self._kept > self._rested_on:
            unused = Fault(0, "policies are kept here that none of the entries rests on")
            if self._gone_1:
                self.notes.add(unused)
            else:
                yield unused

    def _of_no_entry(self) -> str:
        """What became of a policy that is not what was kept, and that none of the entries rests on."""
        if self._missing or self._gone_1:
            return "a policy kept here was altered, or was put in: none of the entries rests on it as it is"
        return "a policy was put in here: none of the entries rests on it, and it is not what was kept"
