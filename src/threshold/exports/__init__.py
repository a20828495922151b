"""Reading what authorities really export, in all its dirt, into columns that many cases are evaluated on."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threshold.exports.door import inspect_export, read_export
    from threshold.exports.formats import FORMATS
    from threshold.exports.gathering import Export, Source
    from threshold.exports.quality import MEANINGS
    from threshold.exports.request import Inspection, Seen

__all__ = [
    "FORMATS",
    "MEANINGS",
    "Export",
    "Inspection",
    "Seen",
    "Source",
    "inspect_export",
    "read_export",
]

# Contacts that come as case files a line are read without any of these, which take most of a second to load.
_WHERE = {
    "FORMATS": "formats",
    "MEANINGS": "quality",
    "Export": "gathering",
    "Inspection": "request",
    "Seen": "request",
    "Source": "gathering",
    "inspect_export": "door",
    "read_export": "door",
}


def __getattr__(name: str) -> Any:
    """What stands above, loaded when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
