"""Many cases that ask for the same, put to a policy at once: what each comes to, and which are alike.

Those are alike of which nothing that a decision rests on, or repeats, can be told apart but the dates from
which deadlines count. What is asked for stands in the facts of each.
"""

from dataclasses import dataclass

import polars as pl

from threshold.batch.columns import numbered
from threshold.batch.counted import Counted, counted_of
from threshold.batch.direction import every_proposal
from threshold.batch.evaluate import frame_of, sources_of
from threshold.batch.program import Program
from threshold.batch.request_status import Request, RequestTable
from threshold.batch.tables import Tables, checked
from threshold.batch.timeline.facts import Facts
from threshold.batch.told_apart import facts_looked_at, told_apart
from threshold.policy import Policy
from threshold.policy.inference_plan import plan
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.policy.traced import Traced


@dataclass(frozen=True, slots=True)
class Put:
    """What many cases come to, each by its place in the facts that were given.

    `kind` numbers those that are alike but for what `clock` numbers: all that deadlines count from, which
    `clocks` has once for each number; `fixed` is what is the same of all. Of deadlines that apply to nobody
    there is nothing.
    """

    kind: list[int]
    clock: list[int]
    clocks: list[tuple[Counted, ...]]
    fixed: tuple[Counted, ...]
    status: list[str]
    answered: list[bool]
    concern: list[bool | None]
    in_place: list[bool | None]


def put(policy: Policy, request: Request, tables: Tables) -> Put:
    """The request put to everybody in the tables' facts.

    Raises CannotCompile, naming the rule, where a rule has a form that only single cases can be put to.
    Raises BadInput where the tables are not as `threshold.batch` describes them.
    """
    given = checked(tables, policy.vocabulary)
    (source,) = sources_of(given, policy.vocabulary, max(given.facts.height, 1))
    kept = Traced(policy, (), (), frozenset(facts_looked_at(policy)), plan(policy))
    frame = frame_of(Facts(source, source.units("")), kept)
    program = Program(kept, {*frame.columns}, tables.as_at, lambda: every_proposal(policy))
    table = RequestTable(policy, request, program)
    frame = program.run(frame)
    for step in table.steps:
        frame = frame.with_columns(step)
    frame = frame.with_columns(table.status.cast(pl.String).alias("status"), table.answered.alias("answered"))
    names = source.stated["child"][frame["child"]].alias("name")
    places = pl.DataFrame([names]).with_row_index("place")
    asked = given.facts.select(pl.col("child").alias("name"))
    frame = frame[asked.join(places, on="name", how="left", maintain_order="left")["place"]]
    kinds, _ = numbered(frame.select(told_apart(policy, program)))
    clocks, counted, fixed = counted_of(policy, program, frame)
    return Put(
        kinds,
        clocks,
        counted,
        fixed,
        frame["status"].to_list(),
        frame["answered"].to_list(),
        frame[CONCERN].to_list(),
        frame[IN_PLACE].to_list(),
    )
