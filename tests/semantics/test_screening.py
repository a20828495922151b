from pathlib import Path

from threshold.semantics.screening import screened

from ..policy.own import LEVELS, SIGNS, Own


def test_each_screening_fact_answers_for_its_own(tmp_path: Path) -> None:
    own = Own(tmp_path)
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS)
    assert screened(own.files().vocabulary) == {
        "ours_domains.learning": ("ours_signs.o_2_1", "ours_signs.o_3_1"),
        "ours_domains.home": ("ours_signs.o_3_2", "ours_signs.o_4_1"),
    }
