"""Reading files that people wrote: strict YAML and JSON with places, and problems in plain words."""

from threshold.reading.files import read_as_written, read_bytes, read_lines, read_text
from threshold.reading.json_text import load_json, parse_json, parse_json_line
from threshold.reading.kinds import check_ordinary, kind_of
from threshold.reading.one_document import one_document
from threshold.reading.problems import BadInput, Problem, closest, did_you_mean
from threshold.reading.tree import Mapping, Node, Scalar, Sequence, locate, plain
from threshold.reading.yaml_text import parse_yaml

__all__ = [
    "BadInput",
    "Mapping",
    "Node",
    "Problem",
    "Scalar",
    "Sequence",
    "check_ordinary",
    "closest",
    "did_you_mean",
    "kind_of",
    "load_json",
    "locate",
    "one_document",
    "parse_json",
    "parse_json_line",
    "parse_yaml",
    "plain",
    "read_as_written",
    "read_bytes",
    "read_lines",
    "read_text",
]
