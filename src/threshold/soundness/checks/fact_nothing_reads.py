"""A fact that a pack works out or declares for itself, and that nothing reads or shows.

What would happen: nothing; whoever reads the definition, or answers the question, believes that something
hangs on it.
How to mend it: read it in the rule that needs it, let a row say what to do, or leave it out.
How far it looks: at everything that the rules of the policy, its scripts and tables, other facts and the
program read, on every date; of declared facts, at those in the `vocabulary.yaml` of a pack.
"""

from collections.abc import Iterator
from pathlib import Path

from threshold.policy.places import WORDS, is_there
from threshold.reading import Problem, locate, one_document
from threshold.reading.tree import Mapping
from threshold.soundness.checks import name_like_another
from threshold.soundness.examination import Examination
from threshold.soundness.finding import HOLDS, Finding, Shown
from threshold.soundness.showing import known, speaking
from threshold.soundness.use import facts_read, words_read
from threshold.vocabulary import Fact

CODE = "fact-nothing-reads"
_EFFECT = "Changing how this is worked out changes nothing for anybody"
_ANSWERED = "People answer this, and nothing hangs on what they say"


def check(examination: Examination) -> Iterator[Finding]:
    """The definitions of such facts, and those that a pack declares."""
    for examined in examination.packs:
        for policy, pack in examined.resolved:
            read = facts_read(policy)
            for rule in pack.definitions:
                shown = any(row.do is not None for row in rule.rows)
                if rule.fact not in read and not shown:
                    message = f"works out {rule.fact}, which no rule reads and nothing shows"
                    told = speaking(rule, policy, examination.day_of(policy))
                    yield Finding(CODE, examined.problem(message, rule.head.id), _EFFECT, told)
    yield from _declared(examination)


def _declared(examination: Examination) -> Iterator[Finding]:
    """Facts of a pack's own words that people answer and nothing reads, but those named nearly as another."""
    paths = [examination.written.folders[each.held.entry.pack] / WORDS for each in examination.packs]
    paths = [path for path in paths if is_there(path)]
    if not paths:
        return
    read, policy = words_read(examination), examination.policies[-1]
    alike = {(each.problem.file, each.problem.line) for each in name_like_another.check(examination)}
    for path in paths:
        for name, line in _facts(path):
            fact = examination.facts.get(name)
            if fact is None or name in read or _of_the_program(fact) or (str(path), line) in alike:
                continue
            message = f"declares {name}, which no rule, question, table or other fact reads"
            shown = Shown(policy, examination.day_of(policy), ((known(name), HOLDS),))
            yield Finding(CODE, Problem(message, str(path), line, None, name), _ANSWERED, shown)


def _facts(path: Path) -> Iterator[tuple[str, int]]:
    declared = locate(one_document(path), ("facts",))
    for group, facts in declared.entries.items() if isinstance(declared, Mapping) else ():
        for short, node in facts.entries.items() if isinstance(facts, Mapping) else ():
            yield f"{group}.{short}", node.line


def _of_the_program(fact: Fact) -> bool:
    """Whether the program reads it by what is declared of it, or a definition works it out."""
    marked = (fact.protection, fact.consent_for, fact.decides, fact.calls_for_reason, fact.recorded_by)
    return fact.derived or any(marked)
