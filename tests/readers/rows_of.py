"""What the exports in a folder promise, read without any of the readers."""

import csv
import json
import os
import sys

folder = sys.argv[1]

with open(os.path.join(folder, "promised.json"), encoding="utf8") as file:
    columns = json.load(file)


def path(*parts):
    return os.path.join(folder, *parts)


def files_of(name):
    """The files with rows of a format, with their number of rows."""
    with open(path(name, "manifest.json"), encoding="utf8") as file:
        files = json.load(file)["files"]
    return [each for each in files if each["rows"] is not None]


def lines_of(name, file):
    with open(path(name, file), encoding="utf8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def cells_of(file):
    """The records of a CSV file, with its only column that is no text."""
    with open(path("csv", file), encoding="utf8", newline="") as text:
        return [{**row, "unmask": row["unmask"] == "true"} for row in csv.DictReader(text, strict=True)]


def rows_of(name, file):
    """Rows as a reader has to give them. Those of Parquet are the rows of messages."""
    if name == "csv":
        return cells_of(file)
    if name == "parquet":
        _, phase, split = file.split("/")
        split = split.split("-")[0]
        return lines_of("messages", f"{phase}.jsonl" if split == "train" else f"{phase}.{split}.jsonl")
    return lines_of(name, file)


def done(reader, problems, **more):
    print()
    print(json.dumps({"reader": reader, **more, "problems": problems}))
