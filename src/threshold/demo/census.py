"""Demo journeys as a children in need census, with every child in it."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from threshold.demo.dirt import Dirt, soil_dates, soil_references
from threshold.demo.journeys import Journeys
from threshold.demo.tangles import tangle
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


def write(journeys: Journeys, path: Path, dirt: Dirt, seed: int) -> list[Path]:
    """Write the census; the file written. Raises BadInput where the name does not end in .xml."""
    if path.suffix.lower() != ".xml":
        raise BadInput(Problem("a census ends in .xml", str(path)))
    details = _details(_Groups(tangle(journeys, dirt, seed), dirt, seed))
    children = details.group_by("child", maintain_order=True).agg(pl.col("xml").str.join(""))
    if dirt:
        children = soil_references(children, "child", dirt, seed)
    children = children.select(_child())
    with new_file(path) as file, file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD.format(year=journeys.as_at.year, as_at=journeys.as_at))
        for chunk in children.iter_slices(_CHUNK):
            stream.writelines(chunk["child"])
        stream.write(_FOOT)
    return [path]


class _Groups:
    """The records of each group, as XML, by episode: each in the order that the schema of the census has."""

    def __init__(self, journeys: Journeys, dirt: Dirt, seed: int) -> None:
        self.journeys, self.dirt, self.seed = journeys, dirt, seed

    def assessments(self) -> pl.DataFrame:
        return self._group(
            "Assessments",
            self.journeys.assessments,
            {
                "AssessmentActualStartDate": "assessment_started",
                "AssessmentAuthorisationDate": "assessment_completed",
            },
        )

    def cin_plans(self) -> pl.DataFrame:
        elements = {"CINPlanStartDate": "cin_plan_started", "CINPlanEndDate": "cin_plan_ended"}
        return self._group("CINPlanDates", self.journeys.cin_plans, elements)

    def enquiries(self) -> pl.DataFrame:
        return self._group(
            "Section47",
            self.journeys.enquiries.with_columns(unneeded=_flag(~pl.col("conference_needed"))),
            {
                "S47ActualStartDate": "section_47_started",
                "DateOfInitialCPC": "cp_conference",
                "ICPCnotRequired": "unneeded",
            },
        )

    def cp_plans(self) -> pl.DataFrame:
        plans = self.journeys.cp_plans.with_columns(
            category=pl.lit("NEG"),
            before=(pl.col("cp_plan_started").rank("ordinal").over("child") - 1).fill_null(0).cast(pl.String),
        ).with_columns(latest=pl.col("category"))
        elements = {
            "CPPstartDate": "cp_plan_started",
            "CPPendDate": "cp_plan_ended",
            "InitialCategoryOfAbuse": "category",
            "LatestCategoryOfAbuse": "latest",
            "NumberOfPreviousCPP": "before",
        }
        return self._group("ChildProtectionPlans", plans, elements, self._reviews())

    def _group(
        self, name: str, rows: pl.DataFrame, elements: Mapping[str, str], inner: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """One record for each row; `inner` holds what stands within each episode's records."""
        dates = [column for column in elements.values() if rows.schema[column] == pl.Date]
        if self.dirt:
            rows = soil_dates(rows, dates, self.dirt, self.seed)
        within = [_element(element, column) for element, column in elements.items()]
        if inner is not None:
            rows = rows.join(inner, on="episode", how="left", maintain_order="left")
            within.append(pl.col("inner").fill_null(""))
        record = pl.concat_str(pl.lit(f"<{name}>"), *within, pl.lit(f"</{name}>\n"))
        return rows.select("episode", record.alias(name)).group_by("episode").agg(pl.col(name).str.join(""))

    def _reviews(self) -> pl.DataFrame:
        """One element for all reviews of a plan."""
        dates = self.journeys.cp_reviews.select(
            "episode", _element("CPPreviewDate", "cp_review").alias("inner")
        )
        together = dates.group_by("episode", maintain_order=True).agg(pl.col("inner").str.join(""))
        return together.with_columns(
            pl.concat_str(pl.lit("<Reviews>"), "inner", pl.lit("</Reviews>")).alias("inner")
        )


def _details(groups: _Groups) -> pl.DataFrame:
    """Each episode of need as XML, in the order of children."""
    # The same episode twice would be the same in all its parts, which are joined by its number.
    rows = groups.journeys.referrals.unique("episode", keep="first", maintain_order=True)
    records = [groups.assessments(), groups.cin_plans(), groups.enquiries(), groups.cp_plans()]
    for group in records:
        rows = rows.join(group, on="episode", how="left", maintain_order="left")
    rows = rows.with_columns(
        nfa=_flag(pl.col("nfa")),
        reason=pl.when(pl.col("closed").is_not_null()).then(
            pl.when(pl.any_horizontal(pl.col("CINPlanDates", "Section47").is_not_null()))
            .then(pl.lit("RC7"))
            .otherwise(pl.lit("RC8"))
        ),
    )
    xml = pl.concat_str(
        pl.lit("<CINdetails>"),
        _element("CINreferralDate", "referral"),
        pl.lit("<ReferralSource>1A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>"),
        _element("CINclosureDate", "closed"),
        _element("ReasonForClosure", "reason"),
        pl.lit("\n"),
        *(pl.col(name).fill_null("") for name in ("Assessments", "CINPlanDates", "Section47")),
        _element("ReferralNFA", "nfa"),
        pl.lit("\n"),
        pl.col("ChildProtectionPlans").fill_null(""),
        pl.lit("</CINdetails>\n"),
    )
    return rows.sort("child", "referral").select("child", xml.alias("xml"))


def _flag(answer: pl.Expr) -> pl.Expr:
    """Yes and no as the census writes them."""
    return answer.fill_null(False).cast(pl.Int8).cast(pl.String)


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
