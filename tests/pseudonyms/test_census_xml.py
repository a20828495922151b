"""A census in XML keeps what an audit reads, and nothing else."""

from pathlib import Path

import pytest

from threshold.pseudonyms.census_xml import write_census
from threshold.pseudonyms.references import References
from threshold.reading import BadInput

CENSUS = """<?xml version="1.0"?><!-- by Sarah Smith -->
<Message><Header><CollectionDetails><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header>
<Children><Child note="Sarah"><ChildIdentifiers><LAchildID>4711</LAchildID><UPN>H801200001001</UPN>
<Sibling>4712</Sibling><PersonBirthDate>2014-05-14</PersonBirthDate><GenderCurrent>1</GenderCurrent>
</ChildIdentifiers><CINdetails><CINreferralDate>2026-01-12</CINreferralDate>
<CINclosureDate>Sarah 4711</CINclosureDate>
</CINdetails></Child></Children></Message>"""


def test_what_no_audit_reads_is_left_out(tmp_path: Path) -> None:
    export, out = tmp_path / "c.xml", tmp_path / "d.xml"
    export.write_text(CENSUS, encoding="utf-8")
    told = write_census(export, out, References(bytes(32)), frozenset())
    text = out.read_text(encoding="utf-8")
    assert "<LAchildID>VWRC-HVXC-GHZD</LAchildID>" in text
    assert all(each not in text for each in ("4711", "4712", "H8012", "2014-05-14", "Sarah", "Gender"))
    assert all(each in text for each in ("2026-01-12", "2026-03-31"))
    assert any("4 elements left out" in each for each in told)
    assert any("1 cell emptied" in each for each in told)


@pytest.mark.parametrize("text", ["<a", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_damaged_or_a_trap_is_refused(tmp_path: Path, text: str) -> None:
    export = tmp_path / "c.xml"
    export.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        write_census(export, tmp_path / "d.xml", References(bytes(32)), frozenset())
