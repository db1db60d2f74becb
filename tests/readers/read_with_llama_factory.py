"""Loads the datasets of dataset_info.json with LLaMA-Factory, and those of the Alpaca and ShareGPT formats."""

import json
import os
from importlib.metadata import version

from llamafactory.data.loader import _load_single_dataset
from llamafactory.data.parser import get_dataset_list
from llamafactory.hparams import DataArguments, ModelArguments
from rows_of import done, files_of, lines_of, path
from transformers import Seq2SeqTrainingArguments

speakers = {"human": "user", "gpt": "assistant", "system": "system"}


def spoken(name, row):
    """The system prompt and the messages of a row, as LLaMA-Factory has to read them."""
    if name == "alpaca":
        asked = row["instruction"] + ("\n" + row["input"] if row["input"] else "")
        turns = [text for pair in row["history"] for text in pair] + [asked, row["output"]]
        return row["system"], turns
    if name == "sharegpt":
        messages = [{"role": speakers[each["from"]], "content": each["value"]} for each in row["conversations"]]
    else:
        messages = row["messages"]
    has_system = messages[0]["role"] == "system"
    return (messages[0]["content"] if has_system else ""), [m["content"] for m in messages[1 if has_system else 0 :]]


def info_of(name):
    """The file that the export has, or for the formats without one what its reader writes."""
    if name == "llama-factory":
        with open(path(name, "dataset_info.json"), encoding="utf8") as file:
            return json.load(file)
    shape = {"formatting": name}
    if name == "alpaca":
        names = {"prompt": "instruction", "query": "input", "response": "output"}
        shape["columns"] = {**names, "system": "system", "history": "history"}
    info = {each["name"].removesuffix(".jsonl"): {"file_name": each["name"], **shape} for each in files_of(name)}
    with open(path(name, "dataset_info.json"), "w", encoding="utf8") as file:
        json.dump(info, file)
    return info


problems = []
rows = {}
model_args = ModelArguments(model_name_or_path="none", cache_dir=path("cache", "llama-factory"))
training_args = Seq2SeqTrainingArguments(output_dir=path("out"), use_cpu=True, report_to=[])
for name in ["llama-factory", "alpaca", "sharegpt"]:
    data_args = DataArguments(dataset_dir=path(name), overwrite_cache=True)
    rows[name] = 0
    for dataset, about in info_of(name).items():
        place = path(name, about["file_name"])
        parts = [about["file_name"]]
        if os.path.isdir(place):
            # In the order in which LLaMA-Factory lists them.
            parts = [f"{about['file_name']}/{file}" for file in os.listdir(place)]
        wanted = [row for part in parts for row in lines_of(name, part)]
        (attributes,) = get_dataset_list([dataset], path(name))
        loaded = _load_single_dataset(attributes, model_args, data_args, training_args)
        rows[name] += 0 if os.path.isdir(place) else len(loaded)
        for row, found in zip(wanted, loaded, strict=True):
            system, turns = spoken(name, row)
            read = [each["content"] for each in found["_prompt"] + found["_response"]]
            if (found["_system"], read) != (system, turns):
                problems.append(f"{name}, {dataset}: reads {found['_system']!r}, {read!r}")
    promised = sum(each["rows"] for each in files_of(name))
    if rows[name] != promised:
        problems.append(f"{name}: {rows[name]} of {promised} rows")
done(f"llamafactory {version('llamafactory')}", problems[:20], rows=rows)
