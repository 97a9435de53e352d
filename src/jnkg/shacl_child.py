"""Run a SHACL engine over the jobs of a folder, in a process of its own.

`python shacl_child.py ENGINE FOLDER` reads each pair `<n>.data.nt`, `<n>.shapes.nt` and
writes `<n>.report.nt`, the validation report as N-Triples, or `<n>.fault`, the engine's own words
on why it refused the job. An engine that crashes takes this process down and no other.
"""

import glob
import os
import sys


def run_shacl(data: str, shapes: str) -> str:
    """Validate with the native engine; raises ValueError where it refuses the shapes."""
    import shacl

    return shacl.Shapes.from_file(shapes).validate_file(data).serialize("ntriples")


def run_pyshacl(data: str, shapes: str) -> str:
    """Validate with the reference engine; raises RuntimeError where it refuses the shapes."""
    import pyshacl
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    graphs = [rdflib.Graph().parse(path, format="nt") for path in (data, shapes)]
    _, results, text = pyshacl.validate(graphs[0], shacl_graph=graphs[1], inference="none")
    if not isinstance(results, rdflib.Graph):
        raise RuntimeError(text)
    return results.serialize(format="nt")


ENGINES = {"shacl": run_shacl, "pyshacl": run_pyshacl}


def write(path: str, text: str) -> None:
    """Write one answer."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main(engine: str, folder: str) -> None:
    """Work off the jobs of a folder."""
    for shapes in sorted(glob.glob(os.path.join(glob.escape(folder), "*.shapes.nt"))):
        stem = shapes.removesuffix(".shapes.nt")
        try:
            write(stem + ".report.nt", ENGINES[engine](stem + ".data.nt", shapes))
        except Exception as error:  # the engines raise what they please; the parent reports it
            write(stem + ".fault", f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
