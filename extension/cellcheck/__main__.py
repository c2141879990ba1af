"""`python -m cellcheck` does what the command `cellcheck` does."""

import sys

from cellcheck.cli import main

sys.exit(main())
