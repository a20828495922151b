from pathlib import Path

import pytest

from threshold.policy.pack_words import words_of
from threshold.reading import BadInput

from .own import LEVELS, SIGNS, Own


def test_a_pack_has_the_words_that_it_writes_and_those_of_its_table(tmp_path: Path) -> None:
    own = Own(tmp_path)
    plain, full = own.pack("plain"), own.pack(vocabulary=f"prefix: us\n{LEVELS}", indicators_csv=SIGNS)
    written, table = words_of([plain, full])
    assert (written.prefix, table.prefix) == ("us", "us")
    assert [*table.entries.facts] == ["us_signs", "us_domains"]


def test_all_that_is_wrong_with_several_packs_is_told(tmp_path: Path) -> None:
    own = Own(tmp_path)
    packs = [own.pack("one", vocabulary="levls: []\n"), own.pack("two", indicators_csv="id\n")]
    with pytest.raises(BadInput) as caught:
        words_of(packs)
    assert {Path(problem.file).parent.name for problem in caught.value.problems} == {"one", "two"}
