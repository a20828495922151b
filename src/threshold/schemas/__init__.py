"""JSON Schemas of what people write and of what the program prints, made from the vocabulary."""

from threshold.policy import PolicyFiles
from threshold.policy.declared import declared
from threshold.schemas.audits import audit_schema
from threshold.schemas.cases import case_schema
from threshold.schemas.decisions import decision_schema
from threshold.schemas.policies import clauses_schema, pack_schema, parameters_schema, policy_schema
from threshold.schemas.rules import rules_schema
from threshold.schemas.scripts import script_schema
from threshold.schemas.values import Schema
from threshold.schemas.why import why_not_schema, why_schema
from threshold.schemas.words import indicators_schema, words_schema
from threshold.schemas.worklists import worklist_schema


def schema_for(kind: str, policy: PolicyFiles) -> Schema:
    """The schema of a kind of file, else of an audit, with the names that a policy and its packs declare."""
    match kind:
        case "case":
            return case_schema(policy.vocabulary)
        case "rules":
            return rules_schema(policy.vocabulary, declared(policy))
        case "parameters":
            return parameters_schema()
        case "pack":
            return pack_schema()
        case "clauses":
            return clauses_schema()
        case "consultation":
            return script_schema(policy.vocabulary, declared(policy))
        case "vocabulary":
            return words_schema()
        case "indicators":
            return indicators_schema()
        case "policy":
            return policy_schema(policy.vocabulary, declared(policy))
        case "decision":
            return decision_schema()
        case "audit":
            return audit_schema()
        case _:
            return {"why": why_schema, "why-not": why_not_schema}.get(kind, worklist_schema)()


__all__ = [
    "Schema",
    "audit_schema",
    "case_schema",
    "clauses_schema",
    "decision_schema",
    "indicators_schema",
    "pack_schema",
    "parameters_schema",
    "policy_schema",
    "rules_schema",
    "schema_for",
    "script_schema",
    "why_not_schema",
    "why_schema",
    "words_schema",
    "worklist_schema",
]
