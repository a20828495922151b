"""A policy of somebody's own in a folder: a pack with its words, its table of indicators and its rules."""

from dataclasses import dataclass, field
from pathlib import Path

from threshold.casefiles import Case, cases_in_text
from threshold.engine import Engine
from threshold.policy import PolicyFiles

PACK = (
    "pack: {name}\ntitle: Ours\nsource: {{document: Ours, publisher: Us, date: '2026-01-01', clauses: O}}\n"
    "clauses: {{O-1: The first clause}}\n"
)
CALM = (
    "as_at: 2026-06-01\nsupport: {in_place: universal}\n"
    "child_protection: {concern: false, immediate_danger: false, harm_suspected: false}\n"
)
SIGNS = """id,level,domain,asks,ages,protection
O-2-1,Early Support,Learning,Does the child sometimes miss school?,,
O-3-1,Family Help,Learning,Is the child persistently absent from school?,,
O-3-2,Family Help,Home,The home is neglected,,
O-4-1,Protection,Home,Has the child been hit?,,yes
"""
SCRIPT = """title: A line
log: {words: None of the child, carries: [O-1]}
questions:
  - {fact: child_protection.immediate_danger, asks: Is a child in danger?, stops: true}
outcomes:
  - id: danger
    advice: refer_now
    title: Refer now
    because: a child may be in danger
    carries: [O-1]
    say: Ring 999.
    share: Whatever protects
"""
LEVELS = "levels: [Universal, Early Support, Family Help, Protection]\n"


@dataclass
class Own:
    """A folder with a policy `ours` whose packs are written into it."""

    folder: Path
    packs: list[str] = field(default_factory=list)

    def pack(self, name: str = "ours", **files: str) -> Path:
        """A pack with files by their names without ending (`vocabulary`, `rules`, `indicators_csv`)."""
        place = self.folder / name
        (place / "rules").mkdir(parents=True, exist_ok=True)
        (place / "pack.yaml").write_text(PACK.format(name=name))
        for key, text in files.items():
            stem, _, ending = key.partition("_")
            path = place / (f"{stem}.{ending or 'yaml'}" if key != "rules" else "rules/all.yaml")
            path.write_text(text)
        if name not in self.packs:
            self.packs.append(name)
        return place

    def files(self) -> PolicyFiles:
        """The policy: the national overlay, and every pack as one that leads."""
        uses = "".join(f", {{pack: {name}, role: lead}}" for name in self.packs)
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "ours.yaml"
        path.write_text(f"policy: ours\ntitle: Ours\npacks: [{{pack: national, role: overlay}}{uses}]\n")
        return PolicyFiles(str(path))

    def case(self, text: str, files: PolicyFiles) -> Case:
        """A case in which nobody is in danger, unless it says so."""
        (case,) = cases_in_text(f"case: O-1\n{CALM}{text}", "case.yaml", files.vocabulary)
        return case

    def level(self, text: str) -> object:
        """The level of need that a case comes to; where it is open, the least and what is not ruled out."""
        files = self.files()
        need = Engine(files).decide(self.case(text, files)).recommendation.level_of_need
        assert need is not None
        return need.level if need.level is not None else (need.at_least, need.not_ruled_out)
