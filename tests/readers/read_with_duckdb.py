"""Reads the Parquet and CSV files with SQL, and compares every row."""

import duckdb
from rows_of import columns, done, files_of, path, rows_of

problems = []
rows = {"parquet": 0, "csv": 0}
for name in rows:
    for file in files_of(name):
        place = path(name, file["name"])
        if name == "csv":
            types = {column: "BOOLEAN" if column == "unmask" else "VARCHAR" for column in columns[name]}
            found = duckdb.sql(f"SELECT * FROM read_csv('{place}', header = true, columns = {types}, nullstr = '\\N')")
        else:
            found = duckdb.sql(f"SELECT * FROM read_parquet('{place}')")
        if found.columns != columns[name]:
            problems.append(f"{file['name']}: columns {found.columns}")
        read = [dict(zip(found.columns, row)) for row in found.fetchall()]
        rows[name] += len(read)
        if read != rows_of(name, file["name"]):
            problems.append(f"{file['name']}: {len(read)} of {file['rows']} rows, or other ones")
groups = duckdb.sql(f"SELECT count(*) FROM parquet_metadata('{path('parquet')}/data/*/*.parquet')").fetchall()[0][0]
done(f"duckdb {duckdb.__version__}", problems, rows=rows, columnChunks=groups)
