/** Python that turns messages into tokens and labels, and is part of the TRL bundle. */
export const trlPrepare = `"""Turns the rows of a phase into tokens and labels for its model: python prepare.py PHASE

Rows with "unmask" learn all but the system prompt, other rows only the answers and the mark that ends them.
"""

import json
import sys
from pathlib import Path

from transformers import AutoTokenizer

HERE = Path(__file__).parent


def pieces(tokenizer, template, roles, cache):
    """What the template writes before, between and after the messages of these roles."""
    if roles not in cache:
        marks = [f"\\u2063{i}\\u2063" for i in range(len(roles))]
        messages = [{"role": role, "content": mark} for role, mark in zip(roles, marks)]
        text = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False)
        found = []
        for mark in marks:
            before, seen, text = text.partition(mark)
            if not seen:
                raise ValueError(f"The template leaves out a message of the {roles[len(found)]}.")
            found.append(before)
        cache[roles] = [*found, text]
    return cache[roles]


def learned_spans(messages, parts, whole, unmask):
    """Where the learned characters of the rendered text are."""
    spans, at = [], 0
    for i, message in enumerate(messages):
        start = at + len(parts[i])
        content = message["content"]
        if not whole.startswith(parts[i] + content, at):
            content = content.strip()
            if not whole.startswith(parts[i] + content, at):
                raise ValueError(f"The template changes message {i + 1}.")
        end = start + len(content)
        if message["role"] == "assistant":
            mark = parts[i + 1].split("\\n")[0].strip() or parts[i + 1]
            spans.append((start, end + len(mark) if whole.startswith(mark, end) else end))
        elif unmask and message["role"] != "system":
            spans.append((start, end))
        at = end
    return spans


def tokens_of(tokenizer, whole, spans):
    encoded = tokenizer(whole, add_special_tokens=False, return_offsets_mapping=True)
    labels = [
        token if any(start >= a and end <= b and end > start for a, b in spans) else -100
        for token, (start, end) in zip(encoded["input_ids"], encoded["offset_mapping"])
    ]
    return encoded["input_ids"], labels


def main(key):
    phase = next(each for each in json.loads((HERE / "phases.json").read_text()) if each["key"] == key)
    model = phase["model"]
    tokenizer = AutoTokenizer.from_pretrained(str(HERE / model) if (HERE / model).exists() else model)
    template = (HERE / "template.jinja").read_text()
    cache = {}
    end = pieces(tokenizer, template, ("user", "assistant"), cache)[-1].strip()
    if end and len(tokenizer(end, add_special_tokens=False)["input_ids"]) > 1:
        print(f"The tokenizer has no token {end}, which ends an answer. It is added, and the model grows by one.")
        tokenizer.add_special_tokens({"additional_special_tokens": [end]})
    if end:
        tokenizer.eos_token = end
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    tokenizer.chat_template = template
    output = HERE / phase["output"]
    output.mkdir(parents=True, exist_ok=True)
    kept = long = empty = 0
    with open(HERE / "data" / f"{key}.jsonl", encoding="utf-8") as rows, open(output / "tokens.jsonl", "w") as out:
        for number, line in enumerate(rows, 1):
            row = json.loads(line)
            messages = row["messages"]
            try:
                parts = pieces(tokenizer, template, tuple(each["role"] for each in messages), cache)
                whole = tokenizer.apply_chat_template(messages, chat_template=template, tokenize=False)
                ids, labels = tokens_of(tokenizer, whole, learned_spans(messages, parts, whole, row.get("unmask", False)))
            except ValueError as error:
                sys.exit(f"{key}.jsonl, line {number} ({row.get('id')}): {error}")
            if len(ids) > phase["max_tokens"]:
                long += 1
            elif all(label == -100 for label in labels):
                empty += 1
            else:
                kept += 1
                out.write(json.dumps({"input_ids": ids, "labels": labels}) + "\\n")
    tokenizer.save_pretrained(output / "tokenizer")
    print(json.dumps({"phase": key, "rows": kept, "longer_than_limit": long, "nothing_to_learn": empty}))
    if kept == 0:
        sys.exit(f"{key}: no row is left to train on.")


main(sys.argv[1])
`;

/** Python that trains a phase with TRL, and is part of the TRL bundle. */
export const trlTrain = `"""Trains a phase on the tokens that prepare.py wrote: python train.py PHASE"""

import json
import os
import sys
from pathlib import Path

import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed
from transformers.trainer_utils import get_last_checkpoint
from trl import SFTConfig, SFTTrainer

HERE = Path(__file__).parent


def main(key):
    phase = next(each for each in json.loads((HERE / "phases.json").read_text()) if each["key"] == key)
    output = HERE / phase["output"]
    on_cpu = os.environ.get("CPU") == "1" or not torch.cuda.is_available()
    set_seed(phase["seed"])
    tokenizer = AutoTokenizer.from_pretrained(output / "tokenizer")
    model = phase["model"]
    model = AutoModelForCausalLM.from_pretrained(
        str(HERE / model) if (HERE / model).exists() else model, dtype=torch.float32 if on_cpu else torch.bfloat16
    )
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:
        model.resize_token_embeddings(len(tokenizer))
    model.config.eos_token_id = tokenizer.eos_token_id
    model.generation_config.eos_token_id = tokenizer.eos_token_id
    rows = load_dataset("json", data_files=str(output / "tokens.jsonl"), split="train")
    checkpoints = output / "checkpoints"
    trainer = SFTTrainer(
        model=model,
        processing_class=tokenizer,
        train_dataset=rows,
        args=SFTConfig(
            output_dir=str(checkpoints),
            num_train_epochs=phase["epochs"],
            learning_rate=phase["learning_rate"],
            lr_scheduler_type=phase["schedule"],
            warmup_steps=phase["warmup_steps"],
            per_device_train_batch_size=phase["rows_at_once"],
            gradient_accumulation_steps=phase["accumulation"],
            # Rows are tokens and labels already, and none is longer than the limit: nothing is cut.
            max_length=None,
            packing=False,
            dataset_kwargs={"skip_prepare_dataset": True},
            save_strategy="epoch",
            logging_steps=1,
            report_to=[],
            seed=phase["seed"],
            use_cpu=on_cpu,
            bf16=not on_cpu,
            gradient_checkpointing=not on_cpu,
        ),
    )
    last = get_last_checkpoint(str(checkpoints)) if checkpoints.exists() else None
    trainer.train(resume_from_checkpoint=last)
    trainer.save_model(str(output))
    tokenizer.save_pretrained(output)
    trainer.state.save_to_json(str(output / "trainer_state.json"))
    if trainer.is_world_process_zero():
        (output / "done").write_text("This phase is trained.\\n")


main(sys.argv[1])
`;
