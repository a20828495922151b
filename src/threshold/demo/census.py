"""Demo journeys as a children in need census, with every child in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from threshold.demo.dirt import soil_dates, soil_rows
from threshold.demo.journeys import Journeys
from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

_CHUNK = 20_000

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<Message>
<Header>
<CollectionDetails>
<Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{as_at}</ReferenceDate>
</CollectionDetails>
<Source>
<SourceLevel>L</SourceLevel><LEA>201</LEA><SoftwareCode>threshold demo data</SoftwareCode>
<Release>1</Release><SerialNo>001</SerialNo><DateTime>{as_at}T00:00:00</DateTime>
</Source>
</Header>
<Children>
"""
_FOOT = "</Children>\n</Message>\n"


def write(journeys: Journeys, path: Path, dirt: float, seed: int) -> list[Path]:
    """Write the census; the file written. Raises BadInput where the name does not end in .xml."""
    if path.suffix.lower() != ".xml":
        raise BadInput(Problem("a census ends in .xml", str(path)))
    details = _details(_Groups(journeys, dirt, seed))
    children = details.group_by("child", maintain_order=True).agg(pl.col("xml").str.join("")).select(_child())
    with new_file(path) as file, file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD.format(year=journeys.as_at.year, as_at=journeys.as_at))
        for chunk in children.iter_slices(_CHUNK):
            stream.writelines(chunk["child"])
        stream.write(_FOOT)
    return [path]


class _Groups:
    """The records of each group, as XML, by episode."""

    def __init__(self, journeys: Journeys, dirt: float, seed: int) -> None:
        self.journeys, self.dirt, self.seed = journeys, dirt, seed

    def __iter__(self) -> Iterator[pl.DataFrame]:
        journeys = self.journeys
        yield self._group(
            "Assessments",
            journeys.assessments,
            {
                "AssessmentActualStartDate": "assessment_started",
                "AssessmentAuthorisationDate": "assessment_completed",
            },
        )
        yield self._group(
            "CINPlanDates",
            journeys.cin_plans,
            {"CINPlanStartDate": "cin_plan_started", "CINPlanEndDate": "cin_plan_ended"},
        )
        yield self._group(
            "Section47",
            journeys.enquiries.with_columns(unneeded=~pl.col("conference_needed")),
            {
                "S47ActualStartDate": "section_47_started",
                "DateOfInitialCPC": "cp_conference",
                "ICPCnotRequired": "unneeded",
            },
        )
        yield self._group(
            "ChildProtectionPlans",
            journeys.cp_plans,
            {"CPPstartDate": "cp_plan_started", "CPPendDate": "cp_plan_ended"},
            self._reviews(),
        )

    def _group(
        self, name: str, rows: pl.DataFrame, elements: Mapping[str, str], inner: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """One record for each row; `inner` holds what stands within each episode's records."""
        dates = [column for column in elements.values() if rows.schema[column] == pl.Date]
        if self.dirt:
            rows = soil_rows(rows, dates[:2], self.dirt / 2, self.seed).filter(pl.col("child").is_not_null())
            rows = soil_dates(rows, dates, self.dirt / 2, self.seed)
        within = [_element(element, column) for element, column in elements.items()]
        if inner is not None:
            rows = rows.join(inner, on="episode", how="left", maintain_order="left")
            within.append(pl.col("inner").fill_null(""))
        record = pl.concat_str(pl.lit(f"<{name}>"), *within, pl.lit(f"</{name}>\n"))
        return rows.select("episode", record.alias(name)).group_by("episode").agg(pl.col(name).str.join(""))

    def _reviews(self) -> pl.DataFrame:
        review = pl.concat_str(
            pl.lit("<Reviews>"), _element("CPPreviewDate", "cp_review"), pl.lit("</Reviews>")
        )
        rows = self.journeys.cp_reviews.select("episode", review.alias("inner"))
        return rows.group_by("episode", maintain_order=True).agg(pl.col("inner").str.join(""))


def _details(groups: _Groups) -> pl.DataFrame:
    """Each episode of need as XML, in the order of children."""
    rows = groups.journeys.referrals.select("child", "episode", "referral")
    names = []
    for group in groups:
        names.append(group.columns[1])
        rows = rows.join(group, on="episode", how="left")
    xml = pl.concat_str(
        pl.lit("<CINdetails>"),
        _element("CINreferralDate", "referral"),
        pl.lit("<ReferralSource>1A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"),
        pl.lit("<ReferralNFA>false</ReferralNFA>\n"),
        *(pl.col(name).fill_null("") for name in names),
        pl.lit("</CINdetails>\n"),
    )
    return rows.sort("child", "referral").select("child", xml.alias("xml"))


def _child() -> pl.Expr:
    """A whole child; what the census asks about the person is made up, and the same for every one."""
    person = (
        "<PersonBirthDate>2015-01-01</PersonBirthDate><Sex>U</Sex></ChildIdentifiers>"
        "<ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>\n"
    )
    return pl.concat_str(
        pl.lit("<Child><ChildIdentifiers>"),
        _element("LAchildID", "child"),
        pl.lit(person),
        pl.col("xml"),
        pl.lit("</Child>\n"),
    ).alias("child")


def _element(name: str, column: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String)
    return (
        pl.when(text.is_null()).then(pl.lit("")).otherwise(pl.lit(f"<{name}>") + text + pl.lit(f"</{name}>"))
    )
