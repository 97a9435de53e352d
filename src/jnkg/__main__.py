"""Start the command line: a plain question at once, anything else by the full one."""

import os
import sys

from jnkg.quick import answer_at_once


def main() -> None:
    """Run the `jnkg` command; exits 0 done, 1 findings, 2 misuse."""
    try:
        sys.argv[1:] = [os.fsencode(word).decode() for word in sys.argv[1:]]
    except UnicodeDecodeError as error:
        words = f"jnkg: an argument is not UTF-8 / 引数がUTF-8ではありません: {error}\n"
        os.write(2, words.encode())
        sys.exit(2)
    code = answer_at_once(sys.argv[1:])
    if code is not None:
        os._exit(code)  # all is written; closing a store that was only read takes time
    from jnkg.cli import cli

    cli(prog_name="jnkg")


if __name__ == "__main__":
    main()
