"""Make a release ready for an archive, and tell two releases apart.

A Request comes in; Outputs go out: every form of export, the ontology, shapes and queries, and
descriptions in the forms of RO-Crate, Croissant, DataCite, CFF, VoID and DCAT, which all say the
same. Two releases come in; a Difference goes out, each changed claim with its reason.
"""
