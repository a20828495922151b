"""What `threshold why` and `threshold why-not` print suits their schemas."""

import json

from jsonschema import Draft202012Validator

from threshold.schemas.why import why_not_schema, why_schema
from threshold.why import as_json, why
from threshold.why.why_not import why_not

from ..why.cases import DANGER, PERMITTED, REFUSED, TOO_SOON, engine, example, moment


def test_what_is_printed_suits_the_schema() -> None:
    told = 0
    for name in (TOO_SOON, REFUSED, PERMITTED, DANGER):
        policy, case = ("early-help-tac" if name == DANGER else "step-up-step-down"), example(name)
        of_why, of_not = why_schema(), why_not_schema()
        for schema in (of_why, of_not):
            for entry in (schema, *schema["$defs"].values()):
                entry["additionalProperties"] = False
        printed = json.loads(as_json(why(engine(policy), case, moment(case))))
        assert [*Draft202012Validator(of_why).iter_errors(printed)] == []
        for wanted in ("permitted", "blocked"):
            printed = json.loads(as_json(why_not(engine(policy), case, moment(case), wanted)))
            assert [*Draft202012Validator(of_not).iter_errors(printed)] == []
            told += 1
    assert told == 8


def test_what_is_something_else_does_not() -> None:
    assert [*Draft202012Validator(why_schema()).iter_errors({"schema": "threshold/why/2"})]
