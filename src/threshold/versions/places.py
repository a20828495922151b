"""Where the releases of a policy stand, and what tells its files from any others; with little to read."""

import hashlib
from collections.abc import Mapping
from pathlib import Path


def releases_path(policy: Path) -> Path:
    """The file of a policy's releases, which need not be there."""
    return policy.with_name(f"{policy.stem}.releases.yaml")


def files_digest(texts: Mapping[str, str]) -> str:
    """A digest over the files of a policy, by their places; how their lines end makes no difference."""
    found = hashlib.sha256()
    for place, text in sorted(texts.items()):
        for part in (place, text.replace("\r\n", "\n")):
            content = part.encode("utf-8", "surrogateescape")
            found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()
