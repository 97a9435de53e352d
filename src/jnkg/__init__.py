"""Ask the Japan-NATO cooperation knowledge graph; see `docs/` and `jnkg --help`.

`jnkg.open()` opens it in Python (`jnkg.kg`). Importing this package loads nothing.
"""

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "__version__", "open"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jnkg.kg import KnowledgeGraph, open  # noqa: A004  jnkg.open() is what people look for


def __getattr__(name: str) -> object:
    """Load the Python API when it is first asked for (PEP 562)."""
    if name in ("KnowledgeGraph", "open"):
        import jnkg.kg

        return getattr(jnkg.kg, name)
    raise AttributeError(f"module 'jnkg' has no attribute {name!r}")
