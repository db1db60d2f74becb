"""Prepares the format for Axolotl with its own chat template strategy, and checks what is learned of each row."""

from importlib.metadata import version

from axolotl.prompt_strategies.chat_template import load
from axolotl.utils.dict import DictDefault
from rows_of import done, files_of, lines_of
from tiny_tokenizer import learned, tokenizer

settings = {
    "type": "chat_template",
    "message_field_training": "train",
    "message_property_mappings": {"role": "role", "content": "content"},
    "roles_to_train": [],
}
cfg = DictDefault({"sequence_len": 100_000, "train_on_inputs": False, "chat_template": "tokenizer_default"})
strategy = load(tokenizer, cfg, DictDefault(settings))
problems = []
rows = 0
for file in files_of("axolotl"):
    for row in lines_of("axolotl", file["name"]):
        rows += 1
        found = learned(strategy.tokenize_prompt(row)["labels"])
        wanted = "".join(each["content"] + "<|end|>" for each in row["messages"] if each["train"])
        if found != wanted:
            problems.append(f"{file['name']}: learns {found[:80]!r} and not {wanted[:80]!r}")
done(f"axolotl {version('axolotl')}", problems[:20], rows={"axolotl": rows})
