"""What a reason cites, by the way in which documents are numbered."""

from threshold.policy.packs import read_pack
from threshold.policy.places import rules_directory
from threshold.soundness.citations import cited, numbered_as, where


def test_what_looks_like_a_place():
    words = "RBC-2.8b does not say, T15; MOS-VIS-F02 to MOS-VIS-F08. As in A-levels, and Section-47."
    assert [*cited(words)] == ["RBC-2.8b", "MOS-VIS-F02", "MOS-VIS-F08", "A-levels", "Section-47"]


def test_what_is_numbered_as_a_pack_numbers():
    packs = [read_pack(rules_directory() / name) for name in ("national", "step-up-step-down")]
    assert numbered_as("RBC-99", packs)
    assert numbered_as("WT-99", packs)
    assert not numbered_as("FB-1", packs)
    assert where(packs)["RBC-5.1"] is packs[1]
