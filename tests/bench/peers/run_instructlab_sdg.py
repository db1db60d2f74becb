"""instructlab-sdg: a pipeline of its own blocks, with LLMMessagesBlock for the calls and its threads for batches of seeds.

A thread works on one batch at a time, and asks one question after the other. Its own pipelines use the older API of
completions, which the practice teacher does not have.
"""

import importlib.machinery
import sys
import types
from pathlib import Path


class Unused(types.ModuleType):
    """Stands for a package of several gigabytes that is imported, but not used for skills."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class Finder:
    names = ("docling", "docling_core", "docling_parse", "easyocr", "tesserocr", "torch", "transformers")

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Unused(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())

import datasets
import openai
import work
import yaml
from instructlab.sdg import Block, BlockRegistry, Pipeline, PipelineContext

datasets.disable_progress_bars()


@BlockRegistry.register("MakeMessages")
class MakeMessages(Block):
    def __init__(self, ctx, pipe, block_name, prompt):
        super().__init__(ctx, pipe, block_name)
        self.prompt = prompt

    def generate(self, samples):
        made = [{**row, "messages": work.messages(self.prompt, row)} for row in samples]
        return datasets.Dataset.from_list(made)


@BlockRegistry.register("ReadAnswers")
class ReadAnswers(Block):
    def __init__(self, ctx, pipe, block_name, prompt):
        super().__init__(ctx, pipe, block_name)
        self.read = READERS[prompt]

    def generate(self, samples):
        rows = [{name: row[name] for name in row if name not in ("messages", "text")} for row in samples]
        read = [each for row, text in zip(rows, samples["text"]) for each in self.read(row, text)]
        return datasets.Dataset.from_list(read)


READERS = {
    "write": lambda row, text: [{**row, "question": each} for each in work.questions(text)],
    "judge_question": lambda row, text: [row] if work.score(text) >= work.LEAST_QUESTION else [],
    "answer": lambda row, text: [{**row, "answer": each} for each in work.blocks("ANSWER", text)[:1]],
    "judge_pair": lambda row, text: [row] if work.score(text) >= work.LEAST_PAIR else [],
    "judge_safety": lambda row, text: [row] if work.is_safe(text) else [],
}


def steps(prompt):
    return [
        {"name": f"{prompt}_messages", "type": "MakeMessages", "config": {"prompt": prompt}},
        {"name": f"{prompt}_call", "type": "LLMMessagesBlock", "config": {"input_col": "messages", "output_col": "text"}},
        {"name": f"{prompt}_read", "type": "ReadAnswers", "config": {"prompt": prompt}},
    ]


def main():
    pipeline = {"version": "1.0", "blocks": [step for prompt in READERS for step in steps(prompt)]}
    Path("pipeline.yaml").write_text(yaml.safe_dump(pipeline), encoding="utf-8")
    context = PipelineContext(
        client=openai.OpenAI(base_url=work.URL, api_key="none", timeout=work.TIMEOUT),
        model_family="mixtral",
        model_id=work.MODEL,
        # Two seeds a batch keep 60 threads at work at once; one seed a batch was about as fast, and its default is 8.
        batch_size=2,
        batch_num_workers=work.SLOTS,
    )
    rows = Pipeline.from_file(context, str(Path("pipeline.yaml").resolve())).generate(
        datasets.Dataset.from_list(work.SEEDS)
    )
    work.finish(rows)


if __name__ == "__main__":
    main()
