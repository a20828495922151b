"""`threshold policy release`: a version of a policy fixed, with what changed and by whose approval."""

from typing import TYPE_CHECKING, Annotated

import typer

from threshold.output.gate import say_line, tell

if TYPE_CHECKING:
    from threshold.policy import PolicyFiles
    from threshold.versions import Change


def release(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The file of the policy.")],
    approved_by: Annotated[
        list[str] | None,
        typer.Option("--approved-by", metavar="ROLE", help="The role or body that approved it; needed."),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="What is to be remembered. No names.")
    ] = "",
    version: Annotated[
        str | None,
        typer.Option(
            "--version", metavar="VERSION", help="What it is called; else as the policy says itself."
        ),
    ] = None,
    with_findings: Annotated[
        bool, typer.Option("--with-findings", help="Release it although `policy check` finds something.")
    ] = False,
) -> int:
    """Fix a version of a policy: what it says now, what changed since the last, and who approved it.

    The files of the policy are kept as they are, beside it, and nothing that was released is ever written
    over. Exit with 1 where `policy check` finds something and --with-findings is not given.

    Examples:
      threshold policy release our-policy.yaml --approved-by "Partnership Board"
        the version that the policy's own `version:` names
    """
    from datetime import date

    from threshold.policy import PolicyFiles
    from threshold.versions.places import files_digest
    from threshold.versions.releases import Release, add_release

    files = PolicyFiles(policy)
    _check_own(files)
    approvers = _approvers(approved_by or [], files)
    _check_note(note)
    found = _findings(policy, files)
    if found and not with_findings:
        for each in found:
            tell(each)
        tell("nothing was released: mend what was found, or release it so with --with-findings")
        return 1
    changes, called = _changes(files), _called(version, files)
    made = Release(called, date.today(), approvers, note, files_digest(files.texts()))
    add_release(files, made, changes)
    say_line(f"Released version {called} of {files.path}.")
    for change in changes:
        say_line(f"  {_line(change)}")
    own = files.written.entry.version
    if own != called:
        tell(f"the policy says `version: {own}` of itself; write {called} there, for decisions print it")
    return 0


def _check_own(files: "PolicyFiles") -> None:
    """Raises BadInput for a policy that comes with the program, which is no authority's to release."""
    from threshold.policy import rules_directory
    from threshold.reading import BadInput, Problem

    if files.path.resolve().parent == (rules_directory() / "policies").resolve():
        message = (
            "comes with the program, and is nobody's to release; make a policy of your own first: "
            "threshold policy new our-town --from PACK"
        )
        raise BadInput(Problem(message, files.path.name))


def _approvers(given: list[str], files: "PolicyFiles") -> tuple[str, ...]:
    from threshold.reading import BadInput, Problem
    from threshold.versions.approvers import approver

    if not given:
        message = 'is missing; say which role or body approved it, as in --approved-by "Partnership Board"'
        raise BadInput(Problem(message, field="--approved-by"))
    return tuple(dict.fromkeys(approver(each, files.vocabulary) for each in given))


def _check_note(note: str) -> None:
    from threshold.privacy.text import identifying_text
    from threshold.reading import BadInput, Problem

    if kinds := [*identifying_text(note)]:
        message = f"looks as if it held {' and '.join(kinds)}; a release names nobody, so say it without"
        raise BadInput(Problem(message, field="--note"))


def _findings(reference: str, files: "PolicyFiles") -> list[str]:
    """What `policy check` finds. Raises BadInput where the policy cannot be used."""
    from threshold.cli.policy_check import checked_policy

    return [str(each.problem) for each in checked_policy(reference).findings]


def _changes(files: "PolicyFiles") -> "tuple[Change, ...]":
    """What changed since the last release. Raises BadInput where nothing did."""
    from threshold.reading import BadInput, Problem
    from threshold.versions import Versions
    from threshold.versions.releases import released, releases

    known = releases(files.path)
    if not known:
        return ()
    last = known[-1]
    changes = Versions(released(files.path, last.version), files).changes
    if not changes:
        message = f"nothing has changed in meaning since version {last.version}; there is nothing to release"
        raise BadInput(Problem(message, str(files.path)))
    return changes


def _called(version: str | None, files: "PolicyFiles") -> str:
    """What the version is called. Raises BadInput where that is taken, or could not name a folder."""
    from threshold.reading import BadInput, Problem
    from threshold.versions.releases import check_version, releases

    called = version if version is not None else files.written.entry.version
    field = "--version" if version is not None else "version"
    try:
        check_version(called)
    except ValueError as error:
        raise BadInput(Problem(str(error), str(files.path), field=field)) from None
    if called in [each.version for each in releases(files.path)]:
        message = (
            f"version {called} is released already; write another `version:` in the policy, or give --version"
        )
        raise BadInput(Problem(message, str(files.path), field=field))
    return called


def _line(change: "Change") -> str:
    """A change in one line."""
    where = ".".join(filter(None, (change.pack, change.id))) or change.kind
    since = f", from {change.since.day} {change.since:%B %Y}" if change.since else ""
    match change.how:
        case "came":
            return f"new: {where}: {change.title}{since}"
        case "gone":
            return f"gone: {where}: {change.title}{since}"
        case _:
            return f"{where}: {change.title}: {change.before} → {change.after}{since}"
