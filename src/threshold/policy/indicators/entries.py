"""The shape of `indicators.yaml`, as it is written."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from threshold.reading.validate import TrueOrFalse


class _Entry(BaseModel):
    """An entry whose keys are all known."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


def _levels(value: Any) -> Any:
    """A single level is written without brackets."""
    return [value] if isinstance(value, str) else value


def _count(value: Any) -> Any:
    if isinstance(value, str) and value.isascii() and value.isdigit() and 0 < int(value[:4]) < 1000:
        return int(value)
    raise ValueError("must be a whole number from 1 on")


_Number = Annotated[int, BeforeValidator(_count)]


class DomainEntry(_Entry):
    """A domain, by its key."""

    title: str = ""
    asks: str = ""


class SignEntry(_Entry):
    """A sign. What has to be there is checked with that of tables, in the same words."""

    id: str = ""
    name: str = ""
    level: str = ""
    domain: str = ""
    asks: str = ""
    ages: str = ""
    protection: str = ""


class CountEntry(_Entry):
    """So many signs of a level, or of several together."""

    at_least: _Number | None = None
    of: Annotated[list[str], BeforeValidator(_levels)] = []
    in_domains: _Number | None = None
    in_every_domain: TrueOrFalse = False
    domain: Annotated[list[str], BeforeValidator(_levels)] = []


class CombinationEntry(CountEntry):
    """What signs together make: one count by itself, or several under `all`."""

    id: str
    level: str = Field(alias="is")
    all: list[CountEntry] = []
    because: str


class IndicatorsFile(_Entry):
    """The whole file. `signs` may be left out where a table beside it has them."""

    domains: dict[str, DomainEntry | None] = {}
    signs: list[SignEntry] = []
    combine: list[CombinationEntry] = []
    otherwise: str = ""
