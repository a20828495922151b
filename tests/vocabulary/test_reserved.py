"""No pack's facts stand where a case file, or a count, has something else."""

from pathlib import Path

import pytest

from threshold.casefiles import ages
from threshold.casefiles.read import case_keys
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.vocabulary import all_recorded, days_recorded
from threshold.vocabulary.reserved import RESERVED

from ..policy.own import Own


def test_whatever_stands_at_the_head_of_a_case_is_a_group_of_facts_or_reserved() -> None:
    vocabulary = load_policy().vocabulary
    groups = {name.partition(".")[0] for name in vocabulary.facts}
    assert {*case_keys(vocabulary)} - groups <= {*RESERVED}
    assert {*ages.HEADS.values()} <= {*RESERVED}
    assert {name("referral").partition(".")[0] for name in (all_recorded, days_recorded)} <= {*RESERVED}


@pytest.mark.parametrize("name", [*RESERVED, "as", "born"])
def test_no_prefix_and_no_pack_is_called_so(tmp_path: Path, name: str) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=f"prefix: {name}\n")
    with pytest.raises(BadInput, match=f"line 1, column 1, prefix: .* such as `prefix: our_{name}`"):
        _ = own.files().vocabulary


def test_a_pack_called_so_that_brings_a_table_alone_is_refused(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack("expect", indicators_csv="id,level,domain,asks\nE-1,4,Home,Has the child been hit?\n")
    with pytest.raises(BadInput, match="such as `prefix: our_expect`"):
        _ = own.files().vocabulary
