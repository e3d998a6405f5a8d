"""`python -m inspector` is the console script `inspector`."""

import sys

from inspector.cli import main

sys.exit(main())
