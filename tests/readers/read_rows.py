"""Reads rows with instructlab-training and TRL, and writes their tokens and labels.

Arguments: a folder with a tokenizer, `rows.jsonl` and `tokens.jsonl`, and the maximum length.
"""

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

from datasets import Dataset  # noqa: E402
from instructlab.training.data_process import process_messages_into_input_ids  # noqa: E402
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM  # noqa: E402
from trl import SFTConfig, SFTTrainer  # noqa: E402

folder, max_tokens = sys.argv[1], int(sys.argv[2])
path = lambda name: os.path.join(folder, name)  # noqa: E731


def read(name):
    with open(path(name), encoding="utf8") as file:
        return [json.loads(line) for line in file]


def write(name, rows):
    with open(path(name), "w", encoding="utf8") as file:
        for row in rows:
            file.write(json.dumps({"inputIds": row["input_ids"], "labels": row["labels"]}) + "\n")


process_messages_into_input_ids(path("rows.jsonl"), path("out"), max_tokens, folder, 1)
write("instructlab-training.jsonl", read("out/data.jsonl"))

tokenizer = AutoTokenizer.from_pretrained(folder)
size = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), **size))
settings = {"output_dir": path("trl"), "max_length": max_tokens, "report_to": [], "use_cpu": True, "bf16": False}


def with_trl(name, rows):
    trainer = SFTTrainer(
        model=model, args=SFTConfig(**settings), train_dataset=Dataset.from_list(rows), processing_class=tokenizer
    )
    write(f"{name}.jsonl", trainer.train_dataset)


rows = [row["messages"] for row in read("rows.jsonl")]
with_trl("trl-messages", [{"messages": messages} for messages in rows])
with_trl("trl-prompt-completion", [{"prompt": each[:-1], "completion": each[-1:]} for each in rows])
with_trl("trl-tokens", read("tokens.jsonl"))
