"""The one layout of a YAML file of rules: keys in their order, lines that fit, every comment kept."""

from threshold.layout.files import Outdated, outdated, renew, yaml_files
from threshold.layout.text import laid_out

__all__ = ["Outdated", "laid_out", "outdated", "renew", "yaml_files"]
