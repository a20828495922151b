"""What every test shares: how hypothesis behaves."""

import os

from hypothesis import settings

# No deadline: a busy machine is no defect. In CI the same examples each time, so that a red run can
# be repeated; at a desk new ones each time, so that more is found.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
