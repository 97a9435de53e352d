"""Start the command line: a plain question at once, anything else by the full one."""

import os
import sys

from jnkg.quick import answer_at_once


def main() -> None:
    """Run the `jnkg` command; exits 0 done, 1 findings, 2 misuse."""
    code = answer_at_once(sys.argv[1:])
    if code is not None:
        os._exit(code)  # all is written; closing a store that was only read takes time
    from jnkg.cli import cli

    cli(prog_name="jnkg")


if __name__ == "__main__":
    main()
