"""The command line of the knowledge base: python -m policies_kb --help."""

import sys

from policies_kb.commands import main

if __name__ == "__main__":
    sys.exit(main())
