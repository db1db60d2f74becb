"""Prints what each row of a phase learns, as text: check_tokens.py FOLDER_OF_PHASE"""

import json
import sys
from pathlib import Path

from transformers import AutoTokenizer

folder = Path(sys.argv[1])
tokenizer = AutoTokenizer.from_pretrained(folder / "tokenizer")
for line in open(folder / "tokens.jsonl"):
    row = json.loads(line)
    learned = [token for token, label in zip(row["input_ids"], row["labels"]) if label != -100]
    print(json.dumps({"whole": tokenizer.decode(row["input_ids"]), "learned": tokenizer.decode(learned)}))
