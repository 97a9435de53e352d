"""Show the graph to people: each view is stored questions plus a drawing.

`frame` has what all views share; a module each has lineage, network, timeline, ledger, coverage
and compare. Foreign libraries that draw are imported when a picture is asked for, and not before.
"""
