"""Whether anything that is pinned here has a known vulnerability; what could not be looked up counts as one.

    python requirements/vulnerabilities.py [--tool PIP_AUDIT]

Every version in these files is asked for, also those for another Python or system. It needs a network:
without one nothing can be looked up, and that is a failure. The exit status is 0 only where each is clean.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILES = ("build.txt", "dev.txt", "run.txt", "supply.txt")
_PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==(\S+)", re.M)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", default="pip-audit", help="the program that looks them up")
    tool = parser.parse_args().tool
    pinned = versions()
    clean: set[tuple[str, str]] = set()
    found: list[str] = []
    unknown: dict[tuple[str, str], str] = {}
    for batch in batches(pinned):
        answers, why = looked_up(tool, batch)
        unknown |= dict.fromkeys(batch, why)
        for answer in answers:
            package = name_of(answer["name"]), answer.get("version", "")
            if package not in batch:  # it was not found, or is not what was asked for
                continue
            del unknown[package]
            found += [f"{' '.join(package)}: {told(each)}" for each in answer["vulns"]]
            if not answer["vulns"]:
                clean.add(package)
    for line in sorted(found):
        print(f"vulnerable: {line}")
    for (name, version), why in sorted(unknown.items()):
        print(f"not looked up: {name} {version}: {why}")
    vulnerable = len(pinned) - len(clean) - len(unknown)
    told_of = f"{len(clean)} clean, {vulnerable} vulnerable, {len(unknown)} not looked up"
    print(f"{len(pinned)} pinned: {told_of}")
    return 0 if len(clean) == len(pinned) else 1


def versions() -> list[tuple[str, str]]:
    """Every package that is pinned, with its version; more than one where Pythons or systems differ."""
    return sorted({pair for name in FILES for pair in _PINNED.findall((HERE / name).read_text("utf-8"))})


def batches(pinned: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The packages so that none is there twice, as what looks them up needs it."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for name, version in pinned:
        by_name.setdefault(name, []).append((name, version))
    for batch in zip_longest(*by_name.values()):
        yield [each for each in batch if each is not None]


def looked_up(tool: str, batch: list[tuple[str, str]]) -> tuple[list[dict[str, Any]], str]:
    """What is known of each; and what is to be said of those of which nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pinned.txt")
        path.write_text("".join(f"{name}=={version}\n" for name, version in batch), "utf-8")
        options = ("--format", "json", "--progress-spinner", "off", "--disable-pip", "--no-deps")
        try:
            done = subprocess.run(
                [tool, *options, "--requirement", str(path)], capture_output=True, text=True, check=False
            )
            return json.loads(done.stdout)["dependencies"], "not found where it was looked up"
        except OSError:
            return [], f"{tool} does not run; make vulnerabilities installs it"
        except (ValueError, KeyError, TypeError):
            return [], "no answer; is there a network?"


def name_of(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def told(vulnerability: dict[str, Any]) -> str:
    mended = ", ".join(vulnerability.get("fix_versions", [])) or "no version yet"
    return f"{vulnerability.get('id', 'no number')}, mended in {mended}"


if __name__ == "__main__":
    sys.exit(main())
