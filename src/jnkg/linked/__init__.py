"""Describe a node of a world as RDF, in every form that linked data is read in.

`addresses` says what a path names, `finds` what is there, `describing`, `wholes` and `kept` say
what is said of it (a Description), `forms` write that down. Nothing here knows HTTP.
"""
