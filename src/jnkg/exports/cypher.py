"""Write the scripts that bring the exported tables into Neo4j.

Headings of columns, labels and types of relationships come in; Cypher and shell go out. LOAD CSV
cannot take a label or a type from a cell in all versions, so each has a statement of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

INDIVIDUAL = "Individual"
"""The label that every node has besides its classes, and on which its id is unique."""
NODES, EDGES = "file:///nodes.csv", "file:///relationships.csv"
READ = "LOAD CSV WITH HEADERS FROM '{}' AS row"
CAST = {
    ":date": "date(row.`{}`)",
    ":long": "toInteger(row.`{}`)",
    ":double": "toFloat(row.`{}`)",
    ":boolean": "toBoolean(row.`{}`)",
    ":string[]": "split(row.`{}`, ';')",
}


def constraints(note: Sequence[str], languages: Sequence[str]) -> str:
    """Write what makes ids unique and names quick to find."""
    names = ", ".join(f"n.label_{code}" for code in languages)
    return commented(note, "//") + "\n".join(
        (
            f"CREATE CONSTRAINT jnkg_id IF NOT EXISTS FOR (n:{INDIVIDUAL}) REQUIRE n.id IS UNIQUE;",
            *(
                f"CREATE INDEX jnkg_label_{code} IF NOT EXISTS FOR (n:{INDIVIDUAL}) "
                f"ON (n.label_{code});"
                for code in languages
            ),
            f"CREATE FULLTEXT INDEX jnkg_names IF NOT EXISTS FOR (n:{INDIVIDUAL}) "
            f"ON EACH [{names}] OPTIONS {{ indexConfig: {{ `fulltext.analyzer`: 'cjk' }} }};",
            "",
        )
    )


def load_script(
    note: Sequence[str],
    heads: tuple[Mapping[str, str], Mapping[str, str]],
    labels: Sequence[str],
    types: Sequence[str],
) -> str:
    """Write what reads both tables; run twice, it changes nothing."""
    how = (
        "Run constraints.cypher first; put nodes.csv and relationships.csv into Neo4j's import "
        "folder; then: cypher-shell --file load.cypher",
        "先にconstraints.cypherを実行し、nodes.csvとrelationships.csvをNeo4jのimportフォルダーに"
        "置いてから実行する：cypher-shell --file load.cypher",
    )
    node = f"MERGE (n:{INDIVIDUAL} {{id: row.`id:ID`}})"
    statements = [f"{READ.format(NODES)}\n{node}\n{settings('n', heads[0])};"]
    statements += [labelling(label) for label in labels if label != INDIVIDUAL]
    statements += [joining(kind, heads[1]) for kind in types]
    return commented((*note, *how), "//") + "\n\n".join(statements) + "\n"


def labelling(label: str) -> str:
    """Give the nodes of a class their label."""
    return (
        f"{READ.format(NODES)}\nWITH row WHERE '{label}' IN split(row.`:LABEL`, ';')\n"
        f"MATCH (n:{INDIVIDUAL} {{id: row.`id:ID`}})\nSET n:`{label}`;"
    )


def joining(kind: str, heads: Mapping[str, str]) -> str:
    """Make the relationships of a type; of two nodes there is one at most."""
    return (
        f"{READ.format(EDGES)}\nWITH row WHERE row.`:TYPE` = '{kind}'\n"
        f"MATCH (a:{INDIVIDUAL} {{id: row.`:START_ID`}})\n"
        f"MATCH (b:{INDIVIDUAL} {{id: row.`:END_ID`}})\n"
        f"MERGE (a)-[r:`{kind}`]->(b)\n{settings('r', heads)};"
    )


def settings(variable: str, heads: Mapping[str, str]) -> str:
    """Set the properties from the columns, each with its type."""
    return "SET " + ",\n    ".join(assignments(variable, heads))


def assignments(variable: str, heads: Mapping[str, str]) -> Iterator[str]:
    """Yield how each property is set; ids, labels and types have been used."""
    for name, heading in heads.items():
        if ":" not in name:
            how = CAST.get(heading.removeprefix(name), "row.`{}`")
            yield f"{variable}.`{name}` = {how.format(heading)}"


def import_script(note: Sequence[str]) -> str:
    """Write what makes a new database with neo4j-admin, of version 5 or later."""
    return (
        "#!/bin/sh\n"
        + commented(note, "#")
        + "# sh import.sh [DATABASE]\n"
        + 'set -eu\ncd "$(dirname "$0")"\n'
        + "neo4j-admin database import full --overwrite-destination --id-type=string \\\n"
        + "  --nodes=nodes.csv --relationships=relationships.csv --array-delimiter=';' \\\n"
        + '  "${1:-neo4j}"\n'
        + 'echo "Start the database, then: cypher-shell --file constraints.cypher"\n'
    )


def commented(lines: Sequence[str], mark: str) -> str:
    """Write lines as comments."""
    return "".join(f"{mark} {line}\n" for line in lines)
