"""Serve the graph over HTTP.

`front` takes connections and knows nothing of the graph; what it is asked goes to a `reader`, a
process that can be killed, which answers by `app`: SPARQL by `protocol`, all else by routes.
"""
