"""`python -m threshold`."""

import sys

from threshold.cli.main import main

sys.exit(main())
