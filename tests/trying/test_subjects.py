"""A case is read as each policy reads it."""

from datetime import date

import pytest
from tests.trying.conftest import Written

from threshold.trying.cases import Cases
from threshold.trying.subjects import CannotRead, not_known
from threshold.versions import Versions
from threshold.vocabulary import Vocabulary


def test_a_policy_that_lacks_a_fact_cannot_read_it(longer: Versions, case: Written) -> None:
    ((_, subject),) = Cases(longer, as_at=date(2026, 3, 10)).read([str(case())])
    known = longer.old.files.vocabulary
    assert subject.case(known).reference == subject.of == "A-1"
    facts = {name: fact for name, fact in known.facts.items() if not name.startswith("consent.")}
    poorer = Vocabulary(**{**{s: getattr(known, s) for s in known.__dataclass_fields__}, "facts": facts})
    assert "consent.to_support" in not_known(subject.case(known), poorer)
    with pytest.raises(CannotRead) as error:
        subject.case(poorer)
    assert error.value.what == ("consent.to_support",)
