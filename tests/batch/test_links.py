"""Links that cannot be are refused in tables as they are in case files, and nothing of a child's is told."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.links import bad_links  # noqa: E402
from threshold.batch.tables import checked  # noqa: E402
from threshold.casefiles import Case, Entry  # noqa: E402
from threshold.casefiles.links import bad_links as bad_links_of_one  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

from .making import tables_of  # noqa: E402

AS_AT = date(2026, 8, 14)
VOCABULARY = load_policy("default").vocabulary
EVENTS = (
    "referral",
    "referral_closed",
    "cin_plan_started",
    "cin_plan_ended",
    "cin_review",
    "contact_response",
)


def any_entry(random: Random) -> Entry:
    on = date(2026, 5, random.randrange(1, 9)) if random.random() < 0.8 else None
    status = random.choices(("held", "planned"), (5, 1))[0]
    ref, of = (random.choice(("", "", "a", "b", "c", "request", "unknown")) for _ in range(2))
    return Entry(on, random.choice(EVENTS), status, {}, ref, of)  # type: ignore[arg-type]


@pytest.mark.slow
def test_what_is_bad_in_a_table_is_what_is_bad_in_a_file():
    """Column by column, whatever the links; other children's references are no matter."""
    random, seen = Random(3), set()
    other = Case("Other", {}, (Entry(AS_AT, "referral", ref="a"), Entry(AS_AT, "cin_review", ref="b")))
    for _ in range(600):
        case = Case("R-1", {}, tuple(any_entry(random) for _ in range(random.randrange(1, 5))))
        wanted = {(bad.key, bad.place) for bad in bad_links_of_one(case.timeline, VOCABULARY)}
        table = checked_as_far_as_links(case, other)
        found = list(bad_links(table, VOCABULARY))
        assert {column for column, _, _ in found} == {key for key, _ in wanted}, case.timeline
        # Of one row several things may be wrong; none of them is missed.
        assert sum(number for _, number, _ in found) >= len(wanted)
        seen |= {message for _, _, message in found}
    assert len(seen) == 11


def checked_as_far_as_links(*cases: Case) -> pl.DataFrame:
    bare = [replace(case, timeline=tuple(replace(e, ref="", of="") for e in case.timeline)) for case in cases]
    given = checked(tables_of(bare, VOCABULARY, AS_AT, {}), VOCABULARY).events
    links = tables_of(cases, VOCABULARY, AS_AT, {}).events.select("ref", "of")
    return given.drop("ref", "of").hstack(links)


def test_a_table_with_bad_links_is_refused_with_how_many_rows():
    wrong = (Entry(AS_AT, "referral", ref="secret"), Entry(AS_AT, "cin_review", of="nobody"))
    tables = tables_of([Case("Jane", {}, (*wrong, wrong[1]))], VOCABULARY, AS_AT, {})
    with pytest.raises(BadInput) as refused:
        checked(tables, VOCABULARY)
    (problem,) = refused.value.problems
    assert (problem.file, problem.field) == ("events", "of")
    assert "2 rows" in str(refused.value)
    assert not any(word in str(refused.value) for word in ("Jane", "secret", "nobody"))


def test_an_empty_reference_is_none():
    tables = tables_of([Case("R-1", {}, (Entry(AS_AT, "referral"),))], VOCABULARY, AS_AT, {})
    events = tables.events.with_columns(ref=pl.lit(""), of=pl.lit(""))
    told = checked(replace(tables, events=events), VOCABULARY).events
    assert told.select("ref", "of").rows() == [(None, None)]
