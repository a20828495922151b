"""Reading files that people wrote: text, strict YAML and JSON with places, and problems told in plain words."""

from threshold.reading.problems import BadInput, Problem, did_you_mean
from threshold.reading.tree import Mapping, Node, Scalar, Sequence, parse_yaml, plain, read_text
from threshold.reading.validate import TrueOrFalse, locate, validate

__all__ = [
    "BadInput",
    "Mapping",
    "Node",
    "Problem",
    "Scalar",
    "Sequence",
    "TrueOrFalse",
    "did_you_mean",
    "locate",
    "parse_yaml",
    "plain",
    "read_text",
    "validate",
]
