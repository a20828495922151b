"""The small policy with records: a referral, two plans and an assessment within it."""

from pathlib import Path

import pytest

from ..recorded import Recorded, recorded_rules


@pytest.fixture(scope="session")
def recorded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded_rules(tmp_path_factory.mktemp("recorded"))


@pytest.fixture
def recorded(recorded_folder: Path) -> Recorded:
    return Recorded(recorded_folder)
