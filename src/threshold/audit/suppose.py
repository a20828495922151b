"""What if everyone asked: one request put to every open child of an export, and what comes of it counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from threshold.audit.run import Progress, Run, Silent
from threshold.audit.supposition import Kind, Lacking, Named, Obstacle, Openness, Span, Supposition, Waiting
from threshold.audit.tally import Teams
from threshold.batch.open_cases import ENDED, NOT_RECORDED, OPEN, UNCLEAR
from threshold.batch.request_status import Request, answering, deciding
from threshold.batch.suppose import Supposed, Supposing
from threshold.batch.suppose_replay import Alone, Wanted
from threshold.decisions.model import Citation
from threshold.output.words import sentence, spoken
from threshold.policy import DatedPolicy, Head, Policy, Requirement
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.vocabulary import Vocabulary

FIRST = 50
ASKED = ("step_up", "step_down", "step_across", "close")
COLUMNS = (
    *("child", "open", "open_by", "ends_recorded", "status", "earliest", "held_until"),
    *("in_the_way", "not_known", "team", "worker"),
)
_OPTION = "--suppose"
_PROTECTION = {
    CONCERN: "There is a protection concern, which comes first",
    IN_PLACE: "Protection is in place, and the request would leave it or pass it by",
}


@dataclass(frozen=True, slots=True)
class Done:
    """A run with what was supposed in its audit, and the same child by child."""

    run: Run
    children: pl.DataFrame


def read_request(text: str, vocabulary: Vocabulary) -> Request:
    """What `step_down:early_help` or `close:case` asks for. Raises BadInput where it is none."""
    direction, colon, to = (
        part.strip().lower().replace("-", "_").replace(" ", "_") for part in text.partition(":")
    )
    if direction not in ASKED:
        message = f"begins with one of {', '.join(ASKED)}{did_you_mean(direction, ASKED)}"
        if direction in ("triage", "workflow"):
            message = (
                f"{direction} is not asked for of an open child; it begins with one of {', '.join(ASKED)}"
            )
        raise BadInput(Problem(message, field=_OPTION))
    fact = "closure.of" if direction == "close" else "request.to"
    known = [str(value) for value in vocabulary.facts[fact].type.values]
    if colon and to not in known:
        message = f"after {direction}: comes one of {', '.join(known)}{did_you_mean(to, known)}"
        raise BadInput(Problem(message, field=_OPTION))
    if direction == "close":
        return Request(direction, of=to or None)
    return Request(direction, to or None)


def suppose(
    run: Run,
    files: DatedPolicy,
    request: Request,
    trial: tuple[str, ...] = (),
    sample: int = 200,
    progress: Progress | None = None,
) -> Done:
    """Put a request to every open child, and to `sample` of them again one by one.

    Raises Difference if any of those comes out otherwise, and CannotCompile where the policy has a rule that
    many cases cannot be put to.
    """
    bar, tables = progress or Silent(), run.export.tables
    bar.stage("asking every open child", run.export.children, "children")
    supposed = Supposing(files, request, trial).suppose(tables, bar.advance)
    alone = Alone(files, tables, supposed, trial)
    bar.stage("asking a sample one by one", min(sample, supposed.asked.height), "children")
    replayed = alone.replay(sample, decided_one=bar.advance)
    bar.stage("finding out what is not known", None, "children")
    lacking = alone.wanting(bar.advance)
    policy = files.at(tables.as_at, trial)
    found = _counted(supposed, lacking, policy, replayed)
    return Done(
        run.with_audit(replace(run.audit, suppose=found)),
        _children(supposed, lacking, Teams(run.export.allocated).of_children),
    )


def _counted(supposed: Supposed, lacking: Wanted, policy: Policy, replayed: int) -> Supposition:
    request, asked = supposed.request, supposed.asked
    answered = asked.filter(pl.col("answered") | (pl.col("status") != "undetermined"))
    statuses = dict(answered["status"].cast(pl.String).value_counts().iter_rows())
    later = asked.filter(pl.col("earliest").is_not_null()).sort("earliest", "child")
    alike = lacking.children.group_by("alike").len("children")
    facts = lacking.facts.join(alike, on="alike", maintain_order="left")
    return Supposition(
        request=words(request),
        direction=request.direction,
        to=request.to,
        of=request.of,
        who=_openness(supposed),
        permitted=statuses.get("permitted", 0),
        conditional=statuses.get("conditional", 0),
        blocked=statuses.get("blocked", 0),
        conflict=statuses.get("conflict", 0),
        undetermined=statuses.get("undetermined", 0),
        unanswered=asked.height - answered.height,
        answerable=bool(asked["answered"].any()),
        only_open=int((~asked["sure"]).sum()),
        blocked_by_no_end=_blocked_by_no_end(supposed),
        earliest=_span(asked["earliest"]),
        held_until=_span(asked["held_until"]),
        obstacles=tuple(_obstacles(supposed, policy)),
        lacking=tuple(_lacking(facts.filter(pl.col("fact") != ""), policy)),
        contradicted=int(facts.filter(pl.col("fact") == "")["children"].sum()),
        now=tuple(asked.filter(pl.col("status") == "permitted")["child"].head(FIRST)),
        later=tuple(
            Waiting(child, str(day))
            for child, day in later.select("child", "earliest").head(FIRST).iter_rows()
        ),
        replayed=replayed,
    )


def _blocked_by_no_end(supposed: Supposed) -> int:
    """How many are blocked by nothing but that no end of a concern or of protection is on record."""
    blocked = supposed.asked.filter(pl.col("status") == "blocked")["child"].implode()
    mine = supposed.obstacles.filter(pl.col("child").is_in(blocked))
    return mine.group_by("child").agg(~pl.col("sure").any()).filter("sure").height


def words(request: Request) -> str:
    """What is asked for, as people say it."""
    if request.direction == "close":
        return f"close ({spoken(request.of)})" if request.of else "close"
    to = f" to {spoken(request.to)}" if request.to else ""
    return f"{spoken(request.direction)}{to}"


def _openness(supposed: Supposed) -> Openness:
    everybody = supposed.everybody
    states = dict(everybody["state"].cast(pl.String).value_counts().iter_rows())
    is_open = everybody.filter(pl.col("state") == OPEN)
    untold = everybody.filter(pl.col("state") == NOT_RECORDED)
    return Openness(
        open=states.get(OPEN, 0),
        by=tuple(_named(is_open, "open ")),
        ends_unknown=int((~is_open["ends"]).sum()),
        ended=states.get(ENDED, 0),
        unclear=states.get(UNCLEAR, 0),
        not_recorded=states.get(NOT_RECORDED, 0),
        lacking=tuple(_named(untold, "lacking ")),
    )


def _named(table: pl.DataFrame, prefix: str) -> Iterator[Named]:
    """How many have each of the kinds whose columns begin so, most frequent first."""
    columns = [name for name in table.columns if name.startswith(prefix)]
    numbers = {name.removeprefix(prefix): int(table[name].sum()) for name in columns}
    for name, number in sorted(numbers.items(), key=lambda pair: -pair[1]):
        if number:
            yield Named(name, number)


def _span(days: pl.Series) -> Span:
    days = days.drop_nulls().sort()
    if not days.len():
        return Span(0, None, None, ())
    months = days.dt.strftime("%Y-%m").value_counts().sort(days.name).iter_rows()
    return Span(days.len(), str(days[0]), str(days[-1]), tuple(Named(month, n) for month, n in months))


def _obstacles(supposed: Supposed, policy: Policy) -> Iterator[Obstacle]:
    heads: dict[str, Head] = {
        ground.head.id: ground.head for _, ground in answering(policy, supposed.request)
    }
    rules = {rule.head.id: rule for rule in deciding(policy, supposed.request)}
    found = supposed.obstacles.partition_by("rule", as_dict=True, maintain_order=True)
    for (name,), rows in sorted(found.items(), key=lambda pair: -pair[1].height):
        rule = rules.get(str(name))
        head = rule.head if rule is not None else heads.get(str(name))
        yield Obstacle(
            rule=str(name),
            title=_title(str(name), head, rule is None),
            kind="protection" if head is None else "ground" if rule is None else _effect(rule),
            source=None if head is None else _citation(head, policy),
            children=rows["child"].n_unique(),
            until=_span(rows["until"]),
            only_open=int((~rows["sure"]).sum()),
            parts=tuple(_parts(rows["part"], rule)),
        )


def _title(name: str, head: Head | None, ground: bool) -> str:
    if head is None:
        return _PROTECTION[name]
    return f"It is not so: {head.title}" if ground else head.title


def _effect(rule: Requirement) -> Kind:
    return "block" if rule.effect == "block" else "condition"


def _citation(head: Head, policy: Policy) -> Citation:
    pack = policy.pack(head.pack)
    return Citation(pack.name, pack.source.document, head.carries, pack.source.edition, head.standing)


def _parts(parts: pl.Series, rule: Requirement | None) -> Iterator[Named]:
    counted: Mapping[int, int] = dict(parts.drop_nulls().value_counts(sort=True).iter_rows())
    for number, children in counted.items():
        if rule is not None:
            yield Named(rule.parts[number].says, children)


def _lacking(facts: pl.DataFrame, policy: Policy) -> Iterator[Lacking]:
    """What would have to be known, most frequent first; facts that the same events tell are one thing.

    `facts` has a row for each fact and number of those alike, and how many `children` those are.
    """
    told = pl.when(pl.col("events").list.len() > 0).then(pl.col("events").list.join(", ")).otherwise("fact")
    once = facts.with_columns(told.alias("told")).group_by("told", "alike", maintain_order=True)
    things = once.agg(pl.col("children", "events").first(), "fact").group_by("told", maintain_order=True)
    counted = things.agg(
        pl.col("children").sum(),
        pl.col("fact").explode().unique(maintain_order=True),
        pl.col("events").first(),
    )
    for _, children, names, events in counted.sort(
        "children", descending=True, maintain_order=True
    ).iter_rows():
        question = _question(names[0], events, policy.vocabulary)
        yield Lacking(question, tuple(names), tuple(events), children)


def _question(name: str, events: Sequence[str], vocabulary: Vocabulary) -> str:
    """The question that asks for it."""
    asks = [vocabulary.events[event].asks for event in events] or [vocabulary.facts[name].asks]
    return " ".join(asks) or sentence(spoken(name))


def _children(supposed: Supposed, lacking: Wanted, teams: pl.DataFrame) -> pl.DataFrame:
    """A row for each child of the export, whether it was asked or not."""
    obstacles = supposed.obstacles.group_by("child", maintain_order=True).agg(
        pl.col("rule").unique(maintain_order=True).str.join("; ").alias("in_the_way")
    )
    facts = lacking.facts.filter(pl.col("fact") != "").group_by("alike", maintain_order=True)
    named = facts.agg(pl.col("fact").str.join("; ").alias("not_known"))
    wanted = lacking.children.join(named, on="alike", maintain_order="left").select("child", "not_known")
    kinds = [name for name in supposed.everybody.columns if name.startswith("open ")]
    names = pl.concat_list(pl.when(pl.col(name)).then(pl.lit(spoken(name[5:]))) for name in kinds)
    table = supposed.everybody.select(
        "child",
        pl.col("state").cast(pl.String).alias("open"),
        names.list.drop_nulls().list.join("; ").alias("open_by"),
        pl.when(pl.col("state") == OPEN).then(pl.col("ends")).alias("ends_recorded"),
    )
    for other in (supposed.asked, obstacles, wanted, teams):
        table = table.join(other, on="child", how="left", maintain_order="left")
    unanswered = (pl.col("status") == "undetermined") & ~pl.col("answered")
    status = pl.when(unanswered).then(pl.lit("unanswered")).otherwise(pl.col("status").cast(pl.String))
    return table.with_columns(status.alias("status")).select(COLUMNS)
