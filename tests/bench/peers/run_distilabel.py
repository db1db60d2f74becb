"""distilabel: five TextGeneration tasks with small steps between them that read the answers.

Each task has a process of its own, sends a batch of rows at once, and waits for all of them.
"""

import work
from distilabel.models import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts, StepInput, step
from distilabel.steps.tasks import TextGeneration

# The best of 32, 64 and 256 rows. Calls that find no slot are sent again by the OpenAI client.
BATCH = 4 * work.SLOTS


def task(prompt):
    template = work.PROMPTS[prompt]
    return TextGeneration(
        name=prompt,
        llm=OpenAILLM(
            model=work.MODEL,
            base_url=work.URL,
            api_key="none",
            timeout=work.TIMEOUT,
            generation_kwargs={"temperature": 0.0, "max_new_tokens": work.MAX_TOKENS},
        ),
        system_prompt=template["system"],
        template=template["user"],
        columns=work.COLUMNS[prompt],
        input_batch_size=BATCH,
        output_mappings={"generation": f"{prompt}_text"},
        add_raw_output=False,
        add_raw_input=False,
    )


@step(inputs=["write_text"], outputs=["question"])
def read_questions(inputs: StepInput):
    yield [{**row, "question": each} for row in inputs for each in work.questions(row["write_text"])]


@step(inputs=["judge_question_text"])
def keep_questions(inputs: StepInput):
    yield [row for row in inputs if work.score(row["judge_question_text"]) >= work.LEAST_QUESTION]


@step(inputs=["answer_text"], outputs=["answer"])
def read_answers(inputs: StepInput):
    yield [{**row, "answer": each} for row in inputs for each in work.blocks("ANSWER", row["answer_text"])[:1]]


@step(inputs=["judge_pair_text"])
def keep_pairs(inputs: StepInput):
    yield [row for row in inputs if work.score(row["judge_pair_text"]) >= work.LEAST_PAIR]


def main():
    with Pipeline(name="peers", cache_dir="cache") as pipeline:
        chain = [
            LoadDataFromDicts(data=work.SEEDS, batch_size=BATCH),
            task("write"),
            read_questions(input_batch_size=BATCH),
            task("judge_question"),
            keep_questions(input_batch_size=BATCH),
            task("answer"),
            read_answers(input_batch_size=BATCH),
            task("judge_pair"),
            keep_pairs(input_batch_size=BATCH),
            task("judge_safety"),
        ]
        for before, after in zip(chain, chain[1:]):
            before >> after
    rows = pipeline.run(use_cache=False)["default"]["train"]
    work.finish([row for row in rows if work.is_safe(row["judge_safety_text"])])


if __name__ == "__main__":
    main()
