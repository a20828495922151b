"""Contacts decided one by one, each by the rules alone that its row can hang on: the same rows, sooner."""

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.engine import CompiledPolicy, Engine
from threshold.engine.decide import findings_of
from threshold.exports.contacts import Contact
from threshold.policy import Policy
from threshold.semantics.findings import Findings
from threshold.worklist.model import Row
from threshold.worklist.rows import Found, decided, found_in, row_by
from threshold.worklist.trimmed import may_be, trimmed


class Deciding:
    """The policy of an engine as at a moment; each set of values in force is compiled once."""

    def __init__(self, engine: Engine, at: Moment) -> None:
        self.engine, self.at = engine, at
        self._compiled: dict[int, tuple[Policy, CompiledPolicy]] = {}

    def row(self, contact: Contact) -> Row:
        """A contact's row; what cannot be read or decided is a row as well, and says why."""
        return row_by(self.decided, contact, self.at)

    def decided(self, case: Case) -> Found:
        """What is found of a case, and by when it is to be answered. Raises BadInput as the engine does."""
        if not may_be(case, self.at):
            return decided(case, self.engine, self.at)
        return found_in(self.findings(case))

    def findings(self, case: Case) -> Findings:
        """What is found of a case that `may_be` decided by some of the rules."""
        return findings_of(self.compiled(case), case, self.at)

    def compiled(self, case: Case) -> CompiledPolicy:
        """The rules that a case's row can hang on."""
        whole = self.engine.policy_for(case, self.at)
        held, compiled = self._compiled.get(id(whole), (None, None))
        if compiled is None or held is not whole:
            compiled = CompiledPolicy(trimmed(whole), self.engine.using, self.engine.test)
            self._compiled[id(whole)] = whole, compiled
        return compiled
