"""Versions of a policy: what differs in meaning between two, and a policy with some of the changes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threshold.versions.change import Change, How, Key, Kind
    from threshold.versions.composed import Composed
    from threshold.versions.versions import Versions

__all__ = ["Change", "Composed", "How", "Key", "Kind", "Versions"]


def __getattr__(name: str) -> Any:
    """Each where it stands: whoever asks for a release alone need not wait for what compares policies."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(name)
    module = {"Composed": "composed", "Versions": "versions"}.get(name, "change")
    return getattr(import_module(f"threshold.versions.{module}"), name)
