"""`python -m cellcheck.kernels install` installs a kernelspec."""

import sys

from cellcheck.kernels.command import main

sys.exit(main())
