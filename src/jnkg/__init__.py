"""Ask the Japan-NATO cooperation knowledge graph; see `docs/` and `jnkg --help`."""

__version__ = "0.1.0"
