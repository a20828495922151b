"""The JSON Schema of a row of the worklist: the public contract of `threshold triage --format ndjson`."""

from threshold.schemas.models import printed
from threshold.schemas.values import Schema, document
from threshold.worklist.model import SCHEMA, Response, Row
from threshold.worklist.render.columns import COLUMNS

# What CSV, which has everything side by side, calls otherwise.
_IN_CSV = {"minutes": "minutes_left", "left": "time_left"}
_MEANS = {column.name: column.means for column in COLUMNS}
_OF_ITS_OWN = {
    "level": "the level of need; null where it is not certain",
    "at_least": "the least that the level is, where it is not certain; else null",
    "response": "by when it is to be answered",
}


def worklist_schema() -> Schema:
    """The schema of one row, which is a line; every key is always there, and later versions may add some."""
    content = printed(Row)
    content["properties"] = {"schema": {"const": SCHEMA}, **content["properties"]}
    content["required"] = ["schema", *content["required"]]
    for shape, kind in ((content, Row), (content["$defs"]["Response"], Response)):
        # What stands in the code is for programmers, and names things as they are called there.
        shape["description"] = (kind.__doc__ or "").partition("\n")[0]
        shape["properties"] = {name: _told(name, each) for name, each in shape["properties"].items()}
    return document("worklist", "One contact in the worklist", content)


def _told(name: str, shape: Schema) -> Schema:
    """A property with what it means, in the words of the list's columns."""
    return {"description": _OF_ITS_OWN.get(name) or _MEANS[_IN_CSV.get(name, name)], **shape}
