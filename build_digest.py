"""Build the digest: `python build_digest.py --help` lists the commands."""

import sys

from digest.cli import main

if __name__ == "__main__":
    sys.exit(main())
