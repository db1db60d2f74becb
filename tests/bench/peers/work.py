"""What the drivers share: the work, how answers are read, and the result. See work.ts for the other side."""

import json
import re

with open("work.json", encoding="utf-8") as file:
    WORK = json.load(file)

URL, MODEL, SLOTS = WORK["url"], WORK["model"], WORK["slots"]
SEEDS, PROMPTS = WORK["seeds"], WORK["prompts"]

# As Seedleaf asks: the length of a list of questions, and of anything else.
MAX_TOKENS = 4096
# Seconds. The longest latency of the practice teacher is far below it.
TIMEOUT = 60
# The least grades that Seedleaf keeps.
LEAST_QUESTION, LEAST_PAIR = 1, 2

COLUMNS = {
    "write": ["task", "seed_question"],
    "judge_question": ["task", "question"],
    "answer": ["task", "seed_question", "seed_answer", "question"],
    "judge_pair": ["question", "answer"],
    "judge_safety": ["question", "answer"],
}


def messages(prompt, row):
    """The messages of a prompt, for peers that do not fill in templates by themselves."""
    fill = re.sub(r"\{\{ (\w+) \}\}", lambda name: str(row[name[1]]), PROMPTS[prompt]["user"])
    return [{"role": "system", "content": PROMPTS[prompt]["system"]}, {"role": "user", "content": fill}]


def blocks(tag, text):
    """The texts between [TAG] and [END]; the last one may lack its [END]."""
    return [block.strip() for block in re.findall(rf"\[{tag}\]\n(.*?)(?:\n\[END\]|\Z)", text or "", re.S)]


def questions(text):
    """Each question once."""
    return list(dict.fromkeys(blocks("QUESTION", text)))


def score(text):
    """The grade on the last line; 0 when there is none, so that the row is dropped."""
    found = re.search(r"^SCORE: (\d)\s*\Z", text or "", re.M)
    return int(found[1]) if found else 0


def is_safe(text):
    return re.search(r"^VERDICT: SAFE\s*\Z", text or "", re.M) is not None


def finish(rows):
    """Writes down how many rows were kept, each question once."""
    with open("result.json", "w", encoding="utf-8") as file:
        json.dump({"kept": len({row["question"] for row in rows})}, file)
