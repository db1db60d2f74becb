"""Prepares the two formats for TRL with a tiny random model, on the processor, and says what is learned of them."""

import glob
import os

from datasets import load_dataset
from rows_of import done, path
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import SFTConfig, SFTTrainer, __version__

MARKS = ["<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
TEMPLATE = (
    "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] + '<|end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)

alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
bytewise = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(alphabet)}, merges=[]))
bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
bytewise.decoder = decoders.ByteLevel()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytewise, pad_token="<|pad|>", eos_token="<|end|>")
tokenizer.add_special_tokens({"additional_special_tokens": MARKS[2:]})
tokenizer.chat_template = TEMPLATE
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
    batches = trainer.get_train_dataloader().collate_fn
    for i, row in enumerate(trainer.train_dataset):
        labels = batches([row])["labels"][0].tolist()
        yield loaded[i], tokenizer.decode([label for label in labels if label != -100])


def written(messages):
    return "".join(f"<|{m['role']}|>{m['content']}<|end|>" for m in messages)


for name, learned in {
    "trl-conversational": lambda row: written(row["messages"]),
    "trl-prompt-completion": lambda row: row["completion"][0]["content"] + "<|end|>",
}.items():
    rows[name] = 0
    for file in sorted(glob.glob(path(name, "*.jsonl"))):
        for row, text in prepared(name, file):
            rows[name] += 1
            if text != learned(row):
                problems.append(f"{name}, {os.path.basename(file)}: learns {text[:80]!r}")
done(f"trl {__version__}", problems[:20], rows=rows)
