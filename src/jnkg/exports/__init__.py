"""Write a world in the forms of other tools: RDF, tables, networks, citations, mappings.

A Request comes in, Outputs go out; `catalogue` knows every form, `writing` puts them on the disk
whole or not at all.
"""
