"""A test stands where a reader would look: each module with anything to get wrong has a file of its name.

A file counts only if it takes something from its module and asserts. Commands are tested through the
program's own door, so their files need not import them; modules that only declare need none.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "threshold"

# What these do shows only in whole files that are read or checked, by way of their package's door.
DOORS = {
    "policy/placed.py": "policies are loaded whole",
    "policy/ready.py": "it runs while the program is built",
    "policy/routes.py": "policies are loaded whole",
    "policy/rules.py": "policies are loaded whole",
    "reading/yaml_faults.py": "YAML is read whole",
    "schemas/cases.py": "files are checked by the schema as it is printed",
    "schemas/policies.py": "files are checked by the schema as it is printed",
    "soundness/checks/citation_after_value.py": "packs are checked whole",
    "soundness/checks/citation_unknown.py": "packs are checked whole",
    "soundness/checks/clause_unaccounted.py": "packs are checked whole",
    "soundness/checks/colours_without_moves.py": "packs are checked whole",
    "soundness/checks/colours_without_table.py": "packs are checked whole",
    "soundness/checks/concern_repeated.py": "packs are checked whole",
    "soundness/checks/fact_nothing_gives.py": "packs are checked whole",
    "soundness/checks/fact_nothing_reads.py": "packs are checked whole",
    "soundness/checks/file_not_read.py": "packs are checked whole",
    "soundness/checks/ground_never_holds.py": "packs are checked whole",
    "soundness/checks/ground_repeated.py": "packs are checked whole",
    "soundness/checks/hours_without_limit.py": "packs are checked whole",
    "soundness/checks/if_concern_without_effect.py": "packs are checked whole",
    "soundness/checks/level_without_protection.py": "packs are checked whole",
    "soundness/checks/looser_than_statute.py": "packs are checked whole",
    "soundness/checks/mark_without_request.py": "packs are checked whole",
    "soundness/checks/name_like_another.py": "packs are checked whole",
    "soundness/checks/nobody_chosen.py": "packs are checked whole",
    "soundness/checks/number_in_words.py": "packs are checked whole",
    "soundness/checks/reading_without_effect.py": "packs are checked whole",
    "soundness/checks/request_without_ground.py": "packs are checked whole",
    "soundness/checks/role_misspelt.py": "packs are checked whole",
    "soundness/checks/same_from.py": "packs are checked whole",
    "soundness/checks/scope_without_effect.py": "packs are checked whole",
    "soundness/checks/silence_decides.py": "packs are checked whole",
    "soundness/checks/step_lets_go_upwards.py": "packs are checked whole",
    "soundness/checks/step_without_moves.py": "packs are checked whole",
    "soundness/checks/table_without_row.py": "packs are checked whole",
    "soundness/checks/text_as_typed.py": "packs are checked whole",
    "soundness/checks/unused_parameter.py": "packs are checked whole",
    "soundness/checks/value_changes_nothing.py": "packs are checked whole",
}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def can_be_wrong(module: Path) -> bool:
    """Whether a module does anything: what only declares has no function at all."""
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(parsed(module)))


MODULES = [
    path.relative_to(SOURCE)
    for path in sorted(SOURCE.rglob("*.py"))
    if not path.name.startswith("__") and can_be_wrong(path)
]


def imported(tree: ast.Module, source: str) -> dict[str, str]:
    """What is imported from a module or package: each name there, and the name here."""
    return {
        alias.name: alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == source
        for alias in node.names
    }


def taken(test: ast.Module, module: Path) -> set[str]:
    """The names that a test has of a module: from it, by way of its package's face, or the module itself."""
    name = ".".join(("threshold", *module.with_suffix("").parts))
    package, _, last = name.rpartition(".")
    face = imported(parsed(SOURCE / module.parent / "__init__.py"), name)
    of_package = imported(test, package)
    by_face = {here for there, here in of_package.items() if there == last or there in face.values()}
    return {*imported(test, name).values(), *by_face}


def test_every_door_is_needed() -> None:
    for name in DOORS:
        module = Path(name)
        test = parsed(TESTS / module.parent / f"test_{module.name}")
        assert not taken(test, module), f"{name} is tested by itself"


def asserts(test: ast.Module) -> bool:
    """Whether anything in it can fail."""
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Attribute) and node.attr == "raises")
        for node in ast.walk(test)
    )


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_has_a_test_of_its_name(module: Path) -> None:
    path = TESTS / module.parent / f"test_{module.name}"
    assert path.is_file(), f"{path.relative_to(TESTS)} is missing"
    test = parsed(path)
    assert asserts(test)
    if module.parts[0] != "cli" and module.as_posix() not in DOORS:
        used = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        assert taken(test, module) & used, f"nothing of threshold/{module} is used in {path.name}"
