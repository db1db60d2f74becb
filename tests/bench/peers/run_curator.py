"""curator: five passes of curator.LLM, each over the rows that the one before has kept."""

import os
import site
from pathlib import Path

# Its counter of tokens would be downloaded; a copy of the same file comes with litellm.
os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(site.getsitepackages()[0], "litellm/litellm_core_utils/tokenizers"))
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["TELEMETRY_ENABLED"] = "False"
os.environ["CURATOR_DISABLE_CACHE"] = "1"
os.environ["CURATOR_DISABLE_RICH_DISPLAY"] = "1"

import work
from bespokelabs import curator
from datasets import Dataset

SETTINGS = {
    "model_name": work.MODEL,
    "backend": "openai",
    "generation_params": {"temperature": 0.0, "max_tokens": work.MAX_TOKENS},
    "backend_params": {
        "base_url": work.URL,
        "api_key": "none",
        "max_concurrent_requests": work.SLOTS,
        # Far above what the teacher can do, so that only its slots limit the calls.
        "max_requests_per_minute": 1_000_000,
        "max_tokens_per_minute": 10_000_000_000,
        "request_timeout": work.TIMEOUT,
    },
}


class WriteQuestions(curator.LLM):
    def prompt(self, row):
        return work.messages("write", row)

    def parse(self, row, text):
        return [{**row, "question": each} for each in work.questions(text)]


class JudgeQuestion(curator.LLM):
    def prompt(self, row):
        return work.messages("judge_question", row)

    def parse(self, row, text):
        return [row] if work.score(text) >= work.LEAST_QUESTION else []


class WriteAnswer(curator.LLM):
    def prompt(self, row):
        return work.messages("answer", row)

    def parse(self, row, text):
        return [{**row, "answer": each} for each in work.blocks("ANSWER", text)[:1]]


class JudgePair(curator.LLM):
    def prompt(self, row):
        return work.messages("judge_pair", row)

    def parse(self, row, text):
        return [row] if work.score(text) >= work.LEAST_PAIR else []


class JudgeSafety(curator.LLM):
    def prompt(self, row):
        return work.messages("judge_safety", row)

    def parse(self, row, text):
        return [row] if work.is_safe(text) else []


def main():
    rows = Dataset.from_list(work.SEEDS)
    for generator in (WriteQuestions, JudgeQuestion, WriteAnswer, JudgePair, JudgeSafety):
        rows = generator(**SETTINGS)(rows, working_dir="curator").dataset
    work.finish(rows)


if __name__ == "__main__":
    main()
