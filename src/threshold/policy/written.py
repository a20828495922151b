"""A policy as its files say it: parameters, trials and packs, resolved into the policy of a date."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from threshold.conditions.parse import Setting
from threshold.dates import FIRST_YEAR, OfficeHours, calendar_digest
from threshold.policy.files import PackUse, PolicyEntry
from threshold.policy.looser import looser_than_statute
from threshold.policy.model import Pack, ParameterInForce, Policy
from threshold.policy.overlay import check_place, check_values, overlays_of_its_own
from threshold.policy.packs import PackFiles, one_document, read_pack
from threshold.policy.parameters import Given, Parameter
from threshold.policy.places import find_pack
from threshold.policy.protection import STANDING, WORKED_OUT, facts_read
from threshold.policy.resolve import PackReader, RulesRead, check_ids, check_rows
from threshold.policy.strata import in_order
from threshold.policy.tensions import Tension, read_tensions
from threshold.policy.trials import tried
from threshold.reading import BadInput, Problem, did_you_mean, parse_yaml, plain
from threshold.reading import Mapping as Tree
from threshold.reading.tree import child_of, items_of
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary
from threshold.vocabulary.hours import hours_in_force
from threshold.vocabulary.load import vocabulary_tree


@dataclass(frozen=True)
class Inputs:
    """What a pack is read with on a day: its files, words, hours and the values of its parameters."""

    held: PackFiles
    vocabulary: Vocabulary
    tensions: Mapping[str, Tension]
    hours: Mapping[str, OfficeHours]
    settings: Mapping[str, Setting]
    in_force: Mapping[str, ParameterInForce]


@dataclass
class WrittenPolicy:
    """A policy as its files say it; `resolved` gives it at a date, under the values that a trial sets."""

    path: Path
    rules: Path
    vocabulary: Vocabulary
    kept: bool = False  # as in PolicyFiles

    def __post_init__(self) -> None:
        self.root = one_document(self.path)
        if isinstance(self.root, Tree) and "case" in self.root.entries:
            message = (
                "this is a case, and no policy; `threshold decide` decides it, by the policy of --policy"
            )
            raise BadInput(Problem(message, str(self.path)))
        entry = validate(PolicyEntry, self.root, str(self.path), of_rules=True)
        # A pack may be named by the path of its folder; it is called what the folder is.
        places = [use.pack for use in entry.packs]
        names = [Path(place).name for place in places]
        uses = [use.model_copy(update={"pack": name}) for use, name in zip(entry.packs, names, strict=True)]
        self.entry = entry.model_copy(update={"packs": uses})
        if wanting := sorted({*facts_read(), *WORKED_OUT} - self.vocabulary.facts.keys()):
            message = f"protection rests on facts that are not declared: {', '.join(wanting)}"
            raise BadInput(Problem(message, str(self.rules / "vocabulary.yaml"), field="facts"))
        if shaky := [name for name in STANDING if not self.vocabulary.facts[name].protection]:
            message = f"protection rests on {shaky[0]}, which must say `protection: true`"
            raise BadInput(Problem(message, str(self.rules / "vocabulary.yaml"), field=shaky[0]))
        self.tensions = read_tensions(self.rules / "tensions.yaml")
        self.folders = {
            name: find_pack(place, self.path, self.rules, self.kept)
            for name, place in zip(names, places, strict=True)
        }
        for name, folder in self.folders.items():
            check_place(name, folder, self.path)
        self.packs = {name: read_pack(folder) for name, folder in self.folders.items()}
        self._read: dict[tuple[str, date, tuple[str, ...]], tuple[PackFiles, Pack, RulesRead]] = {}
        self._digests: dict[tuple[object, ...], str] = {}
        self._beside_packs = {
            "policy": plain(self.root),
            "vocabulary": plain(vocabulary_tree(self.rules / "vocabulary.yaml")),
            "tensions": plain(one_document(self.rules / "tensions.yaml")),
            "calendar": calendar_digest(),
        }

    def with_pack(self, name: str, pack: PackFiles) -> "WrittenPolicy":
        """The policy with other rules in the place of a pack's; what the other packs come to is kept."""
        changed = copy(self)
        changed.packs = {**self.packs, name: pack}
        return changed

    def change_dates(self) -> list[date]:
        """The date on which the policy begins, and those on which a pack begins or a value changes."""
        overlays = [self._begins(use.pack) for use in self.entry.packs if use.role == "overlay"]
        others = [self._begins(use.pack) for use in self.entry.packs if use.role != "overlay"]
        begins = max([*overlays, *([min(others)] if others else [])])
        entries = [p.entry for pack in self.packs.values() for p in pack.parameters.values()]
        changes = {value.since for entry in entries for value in entry.values}
        local = [value for values in self.entry.values.values() for value in values]
        changes |= {value.since for value in local if value.since is not None}
        changes |= {day for pack in self.packs.values() for day in pack.changes()}
        return sorted({begins, *(day for day in {*changes, *others} if day > begins)})

    def resolved(self, day: date, trial: tuple[str, ...]) -> Policy:
        """The policy with the values in force on a day. Raises BadInput with everything that is wrong.

        A pack that had not begun by then - not every parameter has a value yet - is left out, and said so.
        """
        uses = self.uses(day)
        settings, in_force = self._settings(day, self._trials(trial), uses)
        packs = tuple(self._pack(use, settings[use.pack], in_force[use.pack], day, trial) for use in uses)
        return self.assembled(packs, day, trial)

    def uses(self, day: date) -> list[PackUse]:
        """The packs that have begun by a day. Raises BadInput where the policy itself has not."""
        begins = self.change_dates()[0]
        if day < begins:
            message = f"this policy begins on {begins.day} {begins:%B %Y}; decide as at a later date"
            raise BadInput(Problem(message, str(self.path), field="as_at"))
        return [use for use in self.entry.packs if self._begins(use.pack) <= day]

    def inputs(self, day: date, trial: tuple[str, ...]) -> dict[str, Inputs]:
        """What each pack that has begun by a day is read with; raises as `resolved` does."""
        uses = self.uses(day)
        settings, in_force = self._settings(day, self._trials(trial), uses)
        return {
            use.pack: Inputs(
                held=self.packs[use.pack],
                vocabulary=self.vocabulary,
                tensions=self.tensions,
                hours=self.hours(self.packs[use.pack]),
                settings=settings[use.pack],
                in_force=in_force[use.pack],
            )
            for use in uses
        }

    def _begins(self, pack: str) -> date:
        """The date from which every parameter of a pack has a value."""
        entries = [parameter.entry for parameter in self.packs[pack].parameters.values()]
        first = date(FIRST_YEAR, 1, 1)
        return max((min(v.since for v in entry.values) for entry in entries), default=first)

    def parameter(self, name: str, file: str = "--set") -> Parameter:
        """The declared parameter `pack.name`. Raises BadInput with a hint where there is none.

        `file` is where the name was written, for the message.
        """
        declared = {p.name: p for pack in self.packs.values() for p in pack.parameters.values()}
        if name not in declared:
            hint = did_you_mean(name, declared) or "; `threshold policy show` lists them"
            raise BadInput(Problem(f'no parameter "{name}" is declared{hint}', file))
        return declared[name]

    def _trials(self, trial: tuple[str, ...]) -> dict[str, tuple[Given, ...]]:
        found: dict[str, dict[date | None, Given]] = {}
        for each in map(tried, trial):
            self.parameter(each.name)
            documents = parse_yaml(each.value or "none", "--set")
            if len(documents) != 1:
                raise BadInput(Problem("needs one value, such as 3 months or none", "--set"))
            given = Given(documents[0], "--set", "tried with --set", each.since)
            found.setdefault(each.name, {})[each.since] = given
        return {name: tuple(values.values()) for name, values in found.items()}

    def _settings(
        self, day: date, trials: Mapping[str, Sequence[Given]], uses: Sequence[PackUse]
    ) -> tuple[dict[str, dict[str, Setting]], dict[str, dict[str, ParameterInForce]]]:
        local = self.local_values()
        for name in (*local, *self.entry.presets):
            self.parameter(name, str(self.path))
        check_values(self.root, self.entry, self.packs, str(self.path))
        settings: dict[str, dict[str, Setting]] = {}
        in_force: dict[str, dict[str, ParameterInForce]] = {}
        problems: list[Problem] = []
        for pack in (use.pack for use in uses):
            settings[pack], in_force[pack] = {}, {}
            for short, parameter in self.packs[pack].parameters.items():
                try:
                    settings[pack][short], in_force[pack][short] = parameter.in_force(
                        self.vocabulary,
                        day,
                        self.entry.presets.get(parameter.name),
                        local.get(parameter.name, ()),
                        trials.get(parameter.name, ()),
                    )
                except BadInput as error:
                    problems.extend(error.problems)
        if problems:
            raise BadInput(*problems)
        return settings, in_force

    def hours(self, pack: PackFiles) -> dict[str, OfficeHours]:
        """The hours of every office that a pack's deadlines may name: its own, unless the policy says."""
        return hours_in_force(pack.hours, self.entry.hours)

    def local_values(self) -> dict[str, tuple[Given, ...]]:
        """What the policy sets each parameter to, in the order in which it is written."""
        node = self.root.entries.get("set") if isinstance(self.root, Tree) else None
        if not isinstance(node, Tree):
            return {}
        return {
            name: tuple(
                Given(child_of(place, "is"), str(self.path), value.because, value.since)
                for place, value in zip(
                    items_of(node.entries[name]) or [node.entries[name]], values, strict=True
                )
            )
            for name, values in self.entry.values.items()
        }

    def assembled(self, packs: tuple[Pack, ...], day: date, trial: tuple[str, ...]) -> Policy:
        """The policy of these packs on a day. Raises BadInput where they do not fit together."""
        written = {pack.name: self.packs[pack.name].groups for pack in packs if pack.name in self.packs}
        groups = (group for each in written.values() for group in each)
        deadlines = {each.id for group in groups for each in group.entry.deadlines}
        deadlines |= {rule.head.id for pack in packs for rule in pack.deadlines}
        check_ids(packs, deadlines, written)
        check_rows(packs)
        leading = tuple(pack for pack in packs if pack.role != "compare")
        overlay = tuple(pack for pack in packs if pack.role == "overlay")
        policy = self._assemble(self.entry.policy, leading, trial)
        compared = tuple(
            self._assemble(f"{policy.name}/{pack.name}", (*overlay, replace(pack, role="lead")), trial)
            for pack in packs
            if pack.role == "compare"
        )
        here = {pack.name for pack in packs}
        later = [(use.pack, self._begins(use.pack)) for use in self.entry.packs if use.pack not in here]
        told = tuple(
            f"{pack} begins on {begins.day} {begins:%B %Y} and is left out here"
            for pack, begins in later
            if begins > day
        )
        return replace(policy, compared=compared, warnings=(*policy.warnings, *told))

    def _pack(
        self,
        use: PackUse,
        settings: dict[str, Setting],
        in_force: dict[str, ParameterInForce],
        day: date,
        trial: tuple[str, ...],
    ) -> Pack:
        """A pack on a day, worked out once for as long as its files are the same."""
        held = self.packs[use.pack]
        known = self._read.get((use.pack, day, trial))
        if known is not None and known[0] is held:
            return known[1]
        before = None if known is None else known[2]
        inputs = Inputs(held, self.vocabulary, self.tensions, self.hours(held), settings, in_force)
        pack, rules_read = read_with(inputs, use, day, before)
        self._read.setdefault((use.pack, day, trial), (held, pack, rules_read))
        return pack

    def _assemble(self, name: str, packs: tuple[Pack, ...], trial: tuple[str, ...]) -> Policy:
        early, late = in_order(rule for pack in packs for rule in pack.definitions)
        safety = [rule for pack in packs for rule in pack.safety]
        if len(safety) != 1:
            message = "a policy needs exactly one safety rule; the national pack brings it"
            raise BadInput(Problem(message, str(self.path)))
        looser = looser_than_statute(packs)
        return Policy(
            name=name,
            title=self.entry.title,
            version=self.entry.version,
            digest=self._digest(trial),
            vocabulary=self.vocabulary,
            packs=packs,
            safety=safety[0],
            strata=early,
            late_strata=late,
            warnings=(
                *overlays_of_its_own(self.entry.packs, self.folders),
                *(each.text for each in looser.values()),
            ),
            looser={rule: each.line for rule, each in looser.items()},
        )

    def _digest(self, trial: tuple[str, ...]) -> str:
        """SHA-256 over all that a decision rests on beside the case: meaning, not comments or layout."""
        key = (trial, *((name, id(pack.content)) for name, pack in sorted(self.packs.items())))
        if key not in self._digests:
            self._digests[key] = self._digest_anew(trial)
        return self._digests[key]

    def _digest_anew(self, trial: tuple[str, ...]) -> str:
        packs = {name: pack.content for name, pack in sorted(self.packs.items())}
        content = {**self._beside_packs, "packs": packs, "trial": sorted(trial)}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_with(
    inputs: Inputs, use: PackUse, day: date, before: RulesRead | None = None
) -> tuple[Pack, RulesRead]:
    """A pack on a day, and what each of its rules came to. Raises BadInput with everything that is wrong.

    `before` is what they came to when a file or two were others.
    """
    reader = PackReader(
        inputs.held,
        inputs.vocabulary,
        inputs.tensions,
        dict(inputs.settings),
        day,
        inputs.hours,
        before,
    )
    return reader.read(use, dict(inputs.in_force)), reader.rules_read
