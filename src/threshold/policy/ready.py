"""Reading every policy that comes with the program beforehand, so that what it comes to is kept.

The program is built with this (see hatch_build.py): the cache is then the folder that comes with it.
"""

from datetime import date

from threshold.policy.load import load_policy
from threshold.policy.places import policy_names


def read_all() -> None:
    """Each policy as it stands today, and as it will after every change that is known."""
    today = date.today()
    for name in policy_names():
        policy = load_policy(name)
        for day in (today, *(change for change in policy.change_dates if change > today)):
            policy.at(day)
