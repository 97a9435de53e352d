"""Make tables of a world: a definition and a world come in, typed rows go out.

Each table is one query of `queries/table` with a header that says what a row is and what every
column means; no table is written in Python.
"""
