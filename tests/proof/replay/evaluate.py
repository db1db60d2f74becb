"""Mean loss of a token of the answers: evaluate.py TEMPLATE ROWS.json MODEL...

ROWS.json names sets of rows: {"name": "rows.jsonl"}. Prints, for each model in order, a JSON line of {"name": loss}.
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

AT_ONCE = 32


def encode(tokenizer, template, messages):
    """The tokens of a conversation, and how many of them come before its answer."""
    ask = tokenizer.apply_chat_template(
        messages[:-1], chat_template=template, add_generation_prompt=True, tokenize=False
    )
    whole = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False)
    if not whole.startswith(ask):
        raise ValueError("The template writes the question otherwise when there is an answer.")
    before = tokenizer(ask, add_special_tokens=False)["input_ids"]
    return before + tokenizer(whole[len(ask) :], add_special_tokens=False)["input_ids"], len(before)


@torch.no_grad()
def loss_of(model, tokenizer, rows):
    total = count = 0
    rows = sorted(rows, key=lambda row: len(row[0]))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        width = max(len(ids) for ids, _ in some)
        ids = torch.full((len(some), width), tokenizer.pad_token_id)
        labels = torch.full((len(some), width), -100)
        mask = torch.zeros((len(some), width), dtype=torch.long)
        for i, (row, before) in enumerate(some):
            ids[i, : len(row)] = torch.tensor(row)
            labels[i, before : len(row)] = torch.tensor(row[before:])
            mask[i, : len(row)] = 1
        logits = model(input_ids=ids, attention_mask=mask).logits
        total += torch.nn.functional.cross_entropy(
            logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100, reduction="sum"
        ).item()
        count += (labels[:, 1:] != -100).sum().item()
    return total / count


def main(template, sets, folders):
    template = open(template, encoding="utf-8").read()
    sets = json.load(open(sets, encoding="utf-8"))
    for folder in folders:
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        losses = {}
        for name, file in sets.items():
            rows = [json.loads(line)["messages"] for line in open(file, encoding="utf-8")]
            losses[name] = loss_of(model, tokenizer, [encode(tokenizer, template, row) for row in rows])
        print(json.dumps(losses), flush=True)


main(sys.argv[1], sys.argv[2], sys.argv[3:])
