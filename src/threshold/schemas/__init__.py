"""JSON Schemas of what people write and of what the program prints, made from the vocabulary."""

from threshold.policy import PolicyFiles
from threshold.policy.declared import declared
from threshold.schemas.audits import audit_schema
from threshold.schemas.cases import case_schema
from threshold.schemas.checks import check_schema
from threshold.schemas.decisions import decision_schema
from threshold.schemas.policies import clauses_schema, pack_schema, parameters_schema, policy_schema
from threshold.schemas.rules import rules_schema
from threshold.schemas.scripts import script_schema
from threshold.schemas.values import Schema
from threshold.schemas.words import indicators_schema, words_schema
from threshold.schemas.worklists import worklist_schema

# Those in which nothing hangs on a policy.
_OF_ANY_POLICY = {
    "parameters": parameters_schema,
    "pack": pack_schema,
    "clauses": clauses_schema,
    "vocabulary": words_schema,
    "indicators": indicators_schema,
    "decision": decision_schema,
    "audit": audit_schema,
    "check": check_schema,
    "worklist": worklist_schema,
}


def schema_for(kind: str, policy: PolicyFiles) -> Schema:
    """The schema of a kind of file, else of a case, with the names that a policy and its packs declare."""
    if kind in _OF_ANY_POLICY:
        return _OF_ANY_POLICY[kind]()
    match kind:
        case "rules":
            return rules_schema(policy.vocabulary, declared(policy))
        case "consultation":
            return script_schema(policy.vocabulary, declared(policy))
        case "policy":
            return policy_schema(policy.vocabulary, declared(policy))
        case _:
            return case_schema(policy.vocabulary)


__all__ = [
    "Schema",
    "audit_schema",
    "case_schema",
    "check_schema",
    "clauses_schema",
    "decision_schema",
    "indicators_schema",
    "pack_schema",
    "parameters_schema",
    "policy_schema",
    "rules_schema",
    "schema_for",
    "script_schema",
    "words_schema",
    "worklist_schema",
]
