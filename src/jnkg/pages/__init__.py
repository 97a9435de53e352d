"""Show the graph as pages, written on the server, in Japanese and English.

A Page says what every page has (`frame`); one module for each kind of page fills a template.
"""
