"""A file of rules, which is one YAML document."""

from pathlib import Path

from threshold.reading.files import read_text
from threshold.reading.problems import BadInput, Problem
from threshold.reading.tree import Node
from threshold.reading.yaml_text import parse_yaml


def one_document(path: Path) -> Node:
    """The one document of a YAML file. Raises BadInput where there is none, or more."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if not documents:
        message = "is empty: must hold one YAML document; write what belongs there, or delete the file"
        raise BadInput(Problem(message, name))
    if len(documents) > 1:
        message = "must hold one YAML document: a line of three dashes (---) begins another; leave that out"
        raise BadInput(Problem(message, name, documents[1].line or None))
    return documents[0]
