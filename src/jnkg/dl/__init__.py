"""Hold the ontology, and the ontology with the data, to OWL 2 DL.

A Dataset comes in; Verdicts go out, with the axioms that clash put into words. `view` says what is
held to it, `summary` makes the data small enough for a reasoner, `profile` looks for what is not
OWL 2 DL, `engines` alone knows the reasoners, `clashes` explains.
"""
