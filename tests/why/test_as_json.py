"""Why as JSON: plain data, keys in the order of the contract."""

import json

from threshold.why.answer import why
from threshold.why.as_json import as_json

from .cases import TOO_SOON, engine, example, moment


def test_it_is_data() -> None:
    case = example(TOO_SOON)
    told = json.loads(as_json(why(engine(), case, moment(case))))
    assert list(told)[:3] == ["schema", "case", "as_at"]
    assert told["rules"][0]["sections"][0]["branch"]["truth"] is False
