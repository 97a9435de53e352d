"""Keep a world in a store elsewhere: any server that speaks SPARQL 1.1 Protocol.

`attached` opens a world there, `push` (`pushing`) loads it. See `docs/scale.md`.
"""

from jnkg.remote.opening import OtherRelease, attached

__all__ = ["OtherRelease", "attached"]
