"""Charts are as long as what they show, and say it in numbers."""

import re

import pytest

from threshold.audit.model import Audit
from threshold.audit.render import charts


def test_a_bar_is_as_long_as_its_share(audit: Audit) -> None:
    drawn = charts.shares(audit.judged)
    missed, met = (
        float(width) for width in re.findall(r'class="(?:missed|met)".*?width="([\d.]+)"', drawn)[:2]
    )
    assert met / missed == pytest.approx(2 / 6, abs=0.001)
    assert "33.3% (2 of 6)" in drawn
