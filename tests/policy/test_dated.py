"""Files are a policy on every date: whoever asks for one may be given them."""

from typing import get_type_hints

from threshold.engine import Engine
from threshold.policy import PolicyFiles
from threshold.policy.dated import DatedPolicy


def test_the_engine_asks_for_no_more_than_files_have() -> None:
    assert get_type_hints(Engine)["policy"] is DatedPolicy
    asked = {name for name in vars(DatedPolicy) if not name.startswith("_")}
    files = PolicyFiles("national")
    assert asked == {"path", "vocabulary", "change_dates", "at", "texts"}
    assert all(hasattr(files, name) for name in asked)
