"""The text: what to look at first, then data quality, then figures."""

import re

from threshold.audit.convention import COUNTING
from threshold.audit.model import Audit
from threshold.audit.render.text import as_text

from ..conftest import RULE
from .conftest import SHARE


def test_text_says_what_to_look_at_then_data_quality_then_figures(audit: Audit) -> None:
    text = as_text(audit)
    assert text.startswith(
        "4 of 6 judged by 1 rule were not met, and 3 of them are overdue now; of 1 more it cannot be told.\n"
    )
    assert "13 read = 11 reported + 2 refused; 8 children" in text
    assert text.index("Data quality") < text.index("By rule") < text.index("The worst")
    assert re.search(rf"{RULE} +{SHARE} +28.6% +8 +2 +1 +3 ", text)
    for line in COUNTING:
        assert " ".join(line.split()) in " ".join(text.split())
