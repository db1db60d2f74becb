"""Checks every croissant.json, and reads the records that it describes."""

from importlib.metadata import version

import mlcroissant
from rows_of import columns, done, path

problems = []
records = {}
for name in columns:
    try:
        dataset = mlcroissant.Dataset(jsonld=path(name, "croissant.json"))
        records[name] = 0
        for record_set in dataset.metadata.record_sets:
            for record in dataset.records(record_set.uuid):
                records[name] += 1
                found = [field.removeprefix(f"{record_set.uuid}/") for field in record]
                if found != columns[name]:
                    problems.append(f"{name}: fields {found}")
                    break
        for issue in sorted(dataset.metadata.ctx.issues.errors):
            problems.append(f"{name}: {issue}")
    except mlcroissant.ValidationError as error:
        problems.append(f"{name}: {str(error)[:500]}")
done(f"mlcroissant {version('mlcroissant')}", problems, rows=records)
