"""National returns that come as tables: each table is found, read as its specification says, and told of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.headers import match_headers
from threshold.exports.formats.labels import read_labels
from threshold.exports.formats.national_map import Drafted, NationalMap, draft, extended, map_file, sheet_name
from threshold.exports.formats.specification import Found, Group, Specification, find
from threshold.exports.gathering import Export, Gathered, Source
from threshold.exports.quality import finding, summed
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import read_references, tidy, unusable
from threshold.exports.rows.dictionary import again
from threshold.exports.rows.wide import Layout, take
from threshold.exports.second_reading import Again
from threshold.output.words import spoken
from threshold.reading import read_text


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet or file: its name, which table of the return it is ("" for none that is read), and its rows.

    rows        None where it was not worth reading
    columns     its headers
    again       reads some of its rows a second time, by their numbers
    loose       people put titles, totals and footers around such tables
    """

    place: str
    key: str
    rows: pl.DataFrame | None
    columns: tuple[str, ...]
    loose: bool = True
    again: Again | None = None


@dataclass(slots=True)
class Return:
    """A return on its way into an export, table by table.

    loosely   headers in other words are taken as well
    """

    spec: Specification
    request: Request
    written: NationalMap
    as_at: date
    loosely: bool
    gathered: Gathered = field(default_factory=Gathered)
    read_any: bool = False
    covers: dict[str, date] = field(default_factory=dict)
    proxies: dict[str, None] = field(default_factory=dict)
    unused: dict[str, None] = field(default_factory=dict)
    _places: set[str] = field(default_factory=set)
    _lacks_cover: set[str] = field(default_factory=set)  # what a table lacks that its like records completely
    _earlier: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def take(self, table: Table) -> None:
        """Add what a table says."""
        self._places.add(sheet_name(table.place))
        group = self.spec.tables().get(table.key)
        if group is None or table.rows is None:
            self.unused[table.place] = None
            self.pass_by(table)
            return
        located = locate(table, self.spec, self.request, self.written, self.loosely)
        if located is None:
            self._unread(table, table.rows, group)
            return
        self.read_any = True
        self.gathered.findings.extend(_told(table.place, located))
        self._lacking(table)
        rows = self._own(table, table.rows, located)
        rows = self._labelled(table.place, rows, located, group, table.key)
        rows = self._not_again(table.place, rows, located, table.key)
        layout = self._layout(located)
        if table.again is not None:
            self.gathered.witnesses[table.place] = layout.witness(table.again)
        take(self.gathered, table.place, rows, layout, self.as_at)
        self.covers |= dict.fromkeys(covered(group, located, rows), self.as_at)
        if rows.height:
            self._lacks_cover |= set(group.covers) - set(with_columns(group, located))
        self.proxies |= dict.fromkeys(group.proxies)
        self.unused |= dict.fromkeys(group.unused)

    def _unread(self, table: Table, rows: pl.DataFrame, group: Group) -> None:
        """Tell of a table whose columns are not found: none of its rows is read, and it shows nothing."""
        child = self._child_of(table)
        dates = [names[0] for names in (*group.dates.values(), *group.latest_only.values())]
        for name in dict.fromkeys(dates if child is not None else self.spec.child[:1]):
            self.gathered.findings.append(finding("missing-column", table.place, None, name))
        if rows.height:
            self.gathered.findings.append(summed("unread-rows", table.place, rows.height))
            self.gathered.came[table.place] += rows.height
            self.gathered.refuse("unread-rows", rows.height)
            self._lacks_cover |= set(group.covers)
        if child is not None:
            self.gathered.children.append(usable_references(rows[child]))

    def _layout(self, located: Found) -> Layout:
        return replace(located.layout, first=self.written.first, declared=self.written.declared)

    def _own(self, table: Table, rows: pl.DataFrame, located: Found) -> pl.DataFrame:
        """The rows that are rows of the table: no totals, footers or headers that come again."""
        rows = rows.select("row", *dict.fromkeys(located.columns.values()))
        if not table.loose:
            return rows
        own = without_surroundings(table.place, rows, located.layout.child)
        self.gathered.findings.extend(own.findings)
        self.gathered.came[table.place] += own.set_aside
        for told in own.findings:
            self.gathered.leave_out(str(told["kind"].first()), told.height)
        return own.rows

    def _lacking(self, table: Table) -> None:
        """Tell of the columns that the map names and the table does not have."""
        real = set(map(tidy, table.columns))
        for column in self.written.of(table.key, table.place).columns.values():
            if column and tidy(column) not in real:
                self.gathered.findings.append(finding("missing-column", table.place, None, column))

    def pass_by(self, table: Table) -> None:
        """What this table holds is no record of a child's work, or is not read, and no row of it counts."""
        del self.gathered.held[table.place]

    def set_aside(self, kind: str, place: str, rows: pl.DataFrame) -> None:
        """Count rows that are left out, and say why."""
        if rows.height:
            self.gathered.findings.append(finding(kind, place, rows["row"]))
            self.gathered.came[place] += rows.height
            self.gathered.leave_out(kind, rows.height)

    def take_children(self, table: Table) -> None:
        """Add the children of a table that tells nothing else which is read."""
        self._places.add(sheet_name(table.place))
        rows = table.rows
        child = self._child_of(table)
        if rows is None or child is None:
            self.gathered.findings.append(finding("missing-column", table.place, None, self.spec.child[0]))
            if rows is not None and rows.height:
                self.gathered.findings.append(summed("unread-rows", table.place, rows.height))
                self.gathered.came[table.place] += rows.height
                self.gathered.refuse("unread-rows", rows.height)
            return
        references, before = read_references(rows[child]), self.gathered.rows_not_used
        nameless, strange = references.is_null(), unusable(references)
        for kind, which in (("no-child", nameless), ("unreadable-reference", strange)):
            if which.any():
                self.gathered.findings.append(finding(kind, table.place, rows["row"].filter(which), child))
                self.gathered.refuse(kind, int(which.sum()))
        children = usable_references(rows[child])
        self.gathered.use(table.place, rows.height, len(children), before)
        self.gathered.children.append(children)
        self.gathered.strange.append(references.filter(strange).alias("child"))

    def columns(self, table: Table) -> Mapping[str, str]:
        """Where the columns of a table stand, by what they hold; nothing where it cannot be read."""
        located = locate(table, self.spec, self.request, self.written, self.loosely)
        return located.columns if located is not None and table.rows is not None else {}

    def _child_of(self, table: Table) -> str | None:
        wanted = {"child": self.spec.child}
        given = self.written.of(table.key, table.place).columns.get("child")
        return given or match_headers(wanted, table.columns, self.loosely).columns.get("child")

    def export(self, title: str, path: Path, dated_by: str) -> Export:
        """The whole."""
        for sheet in self.written.sheets():
            if sheet_name(sheet) not in self._places:
                self.gathered.findings.append(finding("missing-sheet", sheet))
        said = {event: upto or self.as_at for event, upto in self.written.covers.items()}
        source = Source(title, path.name, dated_by, tuple(self.proxies), tuple(self.unused))
        covers = {event: upto for event, upto in self.covers.items() if event not in self._lacks_cover}
        for event in sorted(set(self.covers) - set(covers) - set(said)):
            self.gathered.findings.append(finding("lacks-cover", path.name, None, event))
        return self.gathered.export(self.request.vocabulary, covers | said, self.as_at, source)

    def _labelled(
        self, place: str, rows: pl.DataFrame, located: Found, group: Group, key: str
    ) -> pl.DataFrame:
        """The rows with labels in the return's own words, without those that say nothing which is read."""
        unknown = pl.Series("unknown", [False], pl.Boolean).new_from_index(0, rows.height)
        given = self.written.of(key, place).values
        for fact, choice in located.layout.choices.items():
            own = given.get(fact, {})
            words = {**group.choices[fact].words, **{value: value for value in choice.words.values()}}
            labels = read_labels(rows[choice.column], words, group.choices[fact].beside, own)
            told = rows["row"].filter(labels.unknown)
            if len(told):
                self.gathered.findings.append(finding("other-label", place, told, choice.column))
            unknown |= labels.unknown
            rows = rows.with_columns(labels.values.alias(choice.column))
        if not located.layout.choices:
            return rows
        return self._saying_something(place, rows, located, unknown)

    def _saying_something(
        self, place: str, rows: pl.DataFrame, located: Found, unknown: pl.Series
    ) -> pl.DataFrame:
        """Where a table is read for other things than dates, a row without any of them lacks no date."""
        child = located.layout.child
        read = [column for name, column in located.columns.items() if name not in ("child", "team", "worker")]
        nothing = (
            rows.select(pl.all_horizontal(pl.col(read).is_null())).to_series() & rows[child].is_not_null()
        )
        if not nothing.any():
            return rows
        blank = rows.filter(nothing & ~unknown)
        if blank.height:
            self.gathered.findings.append(finding("nothing-read", place, blank["row"]))
        self._refuse("nothing-read", place, blank, child)
        self._refuse("other-label", place, rows.filter(nothing & unknown), child)
        return rows.filter(~nothing)

    def _not_again(self, place: str, rows: pl.DataFrame, located: Found, key: str) -> pl.DataFrame:
        """The rows without those that stand in an earlier table of the same kind: a copy counts once."""
        names = sorted(located.columns)
        here = rows.select(pl.col(located.columns[name]).cast(pl.String).alias(name) for name in names)
        before = self._earlier.setdefault(key, [])
        alike = [each for each in before if each.columns == here.columns]
        if alike and rows.height:
            tried = pl.concat([*(each.unique() for each in alike), here])
            later = again(tried)
            if later is not None and (copies := later.tail(here.height)).any():
                # What stands twice in this table itself is told by who takes its rows.
                copies &= here.hash_rows().is_in(pl.concat(alike).hash_rows().implode())
                self.gathered.findings.append(finding("duplicate", place, rows["row"].filter(copies)))
                self._refuse("duplicate", place, rows.filter(copies), located.layout.child)
                rows = rows.filter(~copies)
        before.append(here)
        return rows

    def _refuse(self, kind: str, place: str, rows: pl.DataFrame, child: str) -> None:
        self.gathered.came[place] += rows.height
        self.gathered.refuse(kind, rows.height)
        self.gathered.children.append(usable_references(rows[child]))


def locate(
    table: Table, spec: Specification, request: Request, written: NationalMap, loosely: bool
) -> Found | None:
    """Where the columns of a table stand, as the map says and else by their headers."""
    real = {tidy(column): column for column in table.columns}
    said = written.of(table.key, table.place).columns
    given = {name: real.get(tidy(column), "") for name, column in said.items()}
    return find(spec.tables()[table.key], table.columns, spec, request.vocabulary, loosely, given)


def covered(group: Group, located: Found, rows: pl.DataFrame) -> Iterator[str]:
    """The kinds of event that a table records completely: a column that nobody filled in shows nothing."""
    for event, column in with_columns(group, located).items():
        if rows[column].null_count() < rows.height:
            yield event


def with_columns(group: Group, located: Found) -> dict[str, str]:
    """The kinds of event that a table may record completely, those of which it has the column."""
    layout = located.layout
    columns = {**layout.dates, **layout.latest_only}
    found = {event: columns.get(layout.same_day.get(event, event)) for event in group.covers}
    return {event: column for event, column in found.items() if column is not None}


def taken_for(located: Found) -> dict[str, str]:
    """Each column that is read, and what for."""
    layout = located.layout
    taken = {column: spoken(event) for event, column in layout.dates.items()}
    taken |= {column: f"the latest {spoken(event)}" for event, column in layout.latest_only.items()}
    taken |= {answer.column: fact for fact, answer in layout.answers.items()}
    taken |= {choice.column: fact for fact, choice in layout.choices.items()}
    for event, column in layout.undated.items():
        taken[column] = f"{taken[column]}, {spoken(event)}" if column in taken else spoken(event)
    others = {
        "the child's reference": layout.child,
        "the reference of the record": layout.key,
        "the reference of what it belongs to": layout.within,
        "the team": layout.team,
        "the worker": layout.worker,
    }
    taken |= {column: what for what, column in others.items() if column is not None}
    for column, usual in located.reworded.items():
        taken[column] = f"{taken[column]} (taken for: {usual})"
    return taken


def inspection(
    title: str, path: Path, tables: Iterable[Table], spec: Specification, request: Request,
    written: NationalMap, loosely: bool,
) -> Inspection:  # fmt: skip
    """Every table with its columns, what is read and what is not, and a first map."""
    seen: list[Seen] = []
    drafts: list[Drafted] = []
    groups = spec.tables()
    for table in tables:
        located = locate(table, spec, request, written, loosely) if table.key in groups else None
        if table.key in groups:
            # Of a return whose rows are at hand, one without any is hidden behind another.
            where = "the whole table" if table.rows is not None else "the whole table, which is hidden"
            seen.append(Seen(table.place, where, _kind(groups[table.key], table, located)))
            if table.rows is None:
                located = None
            else:
                drafts.append(Drafted(table.key, groups[table.key], table.place, table.columns, located))
        elif not table.columns:
            seen.append(Seen(table.place, "the whole table"))
        seen += _columns(table, located, spec)
    file = map_file(path, request.column_map)
    if file is not None:
        return Inspection(
            title, path.name, tuple(seen), extended(read_text(file, str(file)), drafts, spec), True
        )
    return Inspection(title, path.name, tuple(seen), draft(drafts, spec) if drafts else None)


def _kind(group: Group, table: Table, located: Found | None) -> str:
    return f"{group.title} ({table.key})" if located is not None and table.rows is not None else ""


def _columns(table: Table, located: Found | None, spec: Specification) -> Iterator[Seen]:
    group = spec.tables().get(table.key)
    beside = {tidy(name) for name in (group.also if group else spec.aside.get(table.key, ()))}
    taken = {column: "looked at with the others" for column in table.columns if tidy(column) in beside}
    if located is not None:
        taken |= taken_for(located)
    yield from (Seen(table.place, column, taken.get(column, "")) for column in table.columns)
    if located is not None:
        yield from (Seen(table.place, f"{name} (no such column)") for name in located.missing)
        yield from (
            Seen(table.place, f"{name} (more than one column could be it)") for name in located.unclear
        )


def _told(place: str, located: Found) -> Iterator[pl.DataFrame]:
    """What there is to tell of columns that were not found, or under other words."""
    for kind, names in (("missing-column", located.missing), ("unclear-column", located.unclear)):
        yield from (finding(kind, place, None, name) for name in names)
    yield from (
        finding("other-words", place, None, f"{column}: {usual}")
        for column, usual in located.reworded.items()
    )


def usable_references(column: pl.Series) -> pl.Series:
    """The references of children in a column, without those that cannot be used."""
    references = read_references(column).drop_nulls().alias("child")
    return references.filter(~unusable(references))
