"""Each pack of a policy as it stands there, on every day from which something is otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from threshold.policy.model import Pack, Policy
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined


@dataclass(frozen=True, slots=True)
class Standing:
    """A pack in a policy on a day, with the files that it is written in."""

    examined: Examined
    day: date
    policy: Policy
    pack: Pack


def standings(examination: Examination) -> Iterator[Standing]:
    """Each pack in every policy that holds it, on every day from which something is otherwise."""
    for examined in examination.packs:
        name = examined.held.entry.pack
        for day, policies in examination.on.items():
            for policy in policies:
                for pack in policy.packs:
                    if pack.name == name:
                        yield Standing(examined, day, policy, pack)
