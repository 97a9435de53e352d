"""Match names in other people's tables to the things of the graph, as Reconciliation API 0.2 asks.

A World and what a client sent (JSON text) come in; plain data go out that are ready to be written
as JSON. Nothing here knows HTTP: addresses are given by whoever asks.
"""
