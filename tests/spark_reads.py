"""Read Parquet with Spark, in a process of its own: the JVM ends with it.

The folder is the current one; the worked example comes in on the standard input and is run as it
is. The names of further tables are the arguments. Rows go out as JSON.
"""

from __future__ import annotations

import json
import sys

example = sys.stdin.read()
found: dict[str, object] = {}
exec(compile(example, "docs/tables.md", "exec"), found)
spark = found["spark"]
tables = {}
for name in sys.argv[1:]:
    frame = spark.read.parquet(f"tables/{name}.parquet")  # type: ignore[attr-defined]
    types = [field.dataType.simpleString() for field in frame.schema]
    tables[name] = {"types": types, "rows": [list(row) for row in frame.collect()]}
json.dump({"rows": found["rows"], "tables": tables}, sys.stdout, default=str)
spark.stop()  # type: ignore[attr-defined]
