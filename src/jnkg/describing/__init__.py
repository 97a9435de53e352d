"""Describe the dataset to those who find it: VoID, DCAT, the SPARQL service, a sitemap.

A World and the address of a server come in, triples or text go out; nothing here knows HTTP.
"""
