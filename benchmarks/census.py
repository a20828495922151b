"""How fast a census file is audited, with every rule, and beside it cin-validator on the very same file.

    python benchmarks/census.py [CHILDREN...] [--validated MOST]

cin-validator checks that a return is well filled in; it decides nothing and knows no policy: only the time is
compared. It is installed into an environment of its own, in a temporary folder, and is given the files of at
most MOST children: it would take long over more.
"""

import argparse
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from audit_scaling import audited_apart

from threshold.demo import AS_AT, write_demo

SIZES = (1_000, 10_000, 100_000)
# The name under which cin-validator is published. It holds on to pandas 1, of which there is nothing built
# for Python 3.12 or later.
PACKAGES = ("csc-validator-be-cin", "numpy<2")
PYTHONS = ("python3.11", "python3.10", "python3.9")
RULES = f"cin_validator.rules.cin{AS_AT.year - 1}_{AS_AT.year % 100}"

# Runs over there: what its own command does, timed without the imports.
VALIDATE = """
import importlib, resource, sys, time, warnings
import xml.etree.ElementTree as ET
from cin_validator import cin_validator
warnings.simplefilter("ignore")
rules = importlib.import_module(sys.argv[2]).registry
start, used = time.perf_counter(), time.process_time()
tables = cin_validator.convert_data(ET.parse(sys.argv[1]).getroot())
read = time.perf_counter() - start
cin_validator.CinValidator(cin_validator.process_data(tables), rules)
whole, used = time.perf_counter() - start, time.process_time() - used
children, rules = len(tables["ChildIdentifiers"]), len(list(rules.values()))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{children:>9,} children: {whole:6.2f} s ({used:.2f} s of a core), {children / whole:>8,.0f} children "
      f"a second, {memory:5,.0f} MiB (read {read:.2f} s, {rules} rules {whole - read:.2f} s)")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("children", type=int, nargs="*", default=SIZES)
    parser.add_argument("--validated", type=int, default=1_000, metavar="MOST")
    options = parser.parse_args()
    with TemporaryDirectory() as place:
        wanted = min(options.children) <= options.validated
        python = validator(Path(place)) if wanted else None
        for children in options.children:
            path = Path(place, f"{children}.xml")
            write_demo(path, children, seed=1, format_="census")
            print("threshold:     ", end="", flush=True)
            audited_apart(path)
            if python is not None and children <= options.validated:
                print("cin-validator: ", end="", flush=True)
                subprocess.run([python, "-c", VALIDATE, path, RULES], check=True)
            path.unlink()


def validator(place: Path) -> Path | None:
    """A Python that has cin-validator, or None where it cannot be installed, which is said."""
    older = next(filter(None, map(_runnable, PYTHONS)), None)
    if older is None:
        print(f"cin-validator is left out: it needs one of {', '.join(PYTHONS)}, and none is here.")
        return None
    environment = place / "cin-validator"
    subprocess.run([older, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["no reason given"]
        print(f"cin-validator is left out: it could not be installed ({why[-1]}).")
        return None
    return python


def _runnable(name: str) -> str | None:
    """Where a Python is; None for one that is missing, or that stands in the path but does not run."""
    path = shutil.which(name)
    if path is None or subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode:
        return None
    return path


if __name__ == "__main__":
    main()
