"""Prepares the two formats for TRL with a tiny random model, on the processor, and checks what is learned of them."""

import glob
import os

from datasets import load_dataset
from rows_of import done, path
from tiny_tokenizer import learned, tokenizer, written
from transformers import LlamaConfig, LlamaForCausalLM
from trl import SFTConfig, SFTTrainer, __version__

size = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), **size))
problems = []
rows = {}


def prepared(name, file):
    loaded = load_dataset("json", data_files=file, split="train", cache_dir=path("cache", "trl"))
    settings = {"output_dir": path("trl"), "max_length": 100_000, "report_to": [], "use_cpu": True, "bf16": False}
    trainer = SFTTrainer(model=model, args=SFTConfig(**settings), train_dataset=loaded, processing_class=tokenizer)
    if len(trainer.train_dataset) != len(loaded):
        problems.append(f"{name}: {len(trainer.train_dataset)} of {len(loaded)} rows")
    collate = trainer.get_train_dataloader().collate_fn
    for i, row in enumerate(trainer.train_dataset):
        yield loaded[i], learned(collate([row])["labels"][0].tolist())


for name, wanted in {
    "trl-conversational": lambda row: "".join(written(each) for each in row["messages"]),
    "trl-prompt-completion": lambda row: row["completion"][0]["content"] + "<|end|>",
}.items():
    rows[name] = 0
    for file in sorted(glob.glob(path(name, "*.jsonl"))):
        for row, text in prepared(name, file):
            rows[name] += 1
            if text != wanted(row):
                problems.append(f"{name}, {os.path.basename(file)}: learns {text[:80]!r}")
done(f"trl {__version__}", problems[:20], rows=rows)
