"""Build the digest: `python build_digest.py --help` lists the commands."""

import sys

if __name__ == "__main__":
    try:
        from digest.cli import main
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "digest":
            raise
        sys.exit(
            f"error: the package `{error.name}` is not installed for this Python ({sys.executable})\n"
            "  to do: run `make digest` once, then `.venv/bin/python build_digest.py …`;"
            " without make, see README.md"
        )
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    sys.exit(main())
