"""Have in memory all that readers share, before they are forked.

Importing this module is enough: the process that forks readers does so first. Each reader then
starts with every template compiled, and shares the memory of it with the others.
"""

from __future__ import annotations

import gc

from jnkg.endpoint import reader as reader
from jnkg.pages.frame import environment

for name in environment().list_templates():
    environment().get_template(name)
gc.freeze()
