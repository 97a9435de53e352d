"""Let programs that speak the Model Context Protocol ask the graph, read-only.

`served` lists what is offered, `tools` answer from plain arguments with plain data, `worker` runs
one of them in a process that may be killed, `server` alone knows the protocol. See `docs/mcp.md`.
"""
