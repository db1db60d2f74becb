"""Loads every config of every format by its README, as from the Hub, and compares every row."""

import os
import re

import datasets
import yaml
from datasets import load_dataset
from rows_of import columns, done, files_of, path, rows_of

datasets.disable_progress_bars()
problems = []
rows = {}
for name in columns:
    with open(path(name, "README.md"), encoding="utf8") as readme:
        card = yaml.safe_load(re.split(r"^---$", readme.read(), flags=re.MULTILINE)[1])
    rows[name] = 0
    for config in card["configs"]:
        loaded = load_dataset(path(name), config["config_name"], cache_dir=path("cache", name))
        for files in config["data_files"]:
            paths = files["path"] if isinstance(files["path"], list) else [files["path"]]
            wanted = [row for each in paths for row in rows_of(name, each)]
            split = loaded[files["split"]]
            where = f"{name}, {config['config_name']}, {files['split']}"
            rows[name] += len(split)
            if split.column_names != columns[name]:
                problems.append(f"{where}: columns {split.column_names}")
            if split.to_list() != wanted:
                first = next((i for i, row in enumerate(split.to_list()) if i >= len(wanted) or row != wanted[i]), None)
                problems.append(f"{where}: {len(split)} of {len(wanted)} rows, the first different one is {first}")
    promised = sum(each["rows"] for each in files_of(name))
    if rows[name] != promised:
        problems.append(f"{name}: {rows[name]} of {promised} rows")
done(f"datasets {datasets.__version__}", problems, rows=rows)
