"""A smaller graph of the same kinds, for tests that would take minutes on the whole."""

from jnkg.dataset import Dataset

FOUNDING = (
    "data/stated/mod/2024-10-17-mod-summary.ttl",
    "data/stated/mofa/2014-05-06-ipcp.ttl",
    "data/stated/nato/2013-04-13-declaration-page.ttl",
)
SMALL = ("/posts-", "/conflict-", "/nato-members-")
"""Derived files of which there are many alike."""


def excerpt(dataset: Dataset, documents: int = 60, derived: int = 20) -> Dataset:
    """Keep the founding documents, every n-th other one, every n-th small derived file."""
    stated = [f.path for f in dataset.of("stated")]
    small = [f.path for f in dataset.of("derived") if any(name in f.path for name in SMALL)]
    left_out = {*stated, *small} - {*FOUNDING, *stated[::documents], *small[::derived]}
    return Dataset(tuple(f for f in dataset.files if f.path not in left_out))
