"""Data Designer: two datasets, since a column cannot make more rows. The second one judges, answers and judges again.

Its cells start as soon as those that they need are there, and are skipped for rows that a judge has dropped.
"""

import os

os.environ["NEMO_TELEMETRY_ENABLED"] = "false"
os.environ["DATA_DESIGNER_HOME"] = os.path.abspath("home")

import data_designer.config as dd
import pandas
import work
from data_designer.interface import DataDesigner

# The answer without the marks around it.
ANSWER = "{{ answer_text | replace('[ANSWER]', '') | replace('[END]', '') | trim }}"


def designer():
    provider = dd.ModelProvider(name="teacher", endpoint=work.URL, provider_type="openai", api_key="none")
    made = DataDesigner(artifact_path="artifacts", model_providers=[provider])
    # All rows in one buffer: it waits for the whole buffer before it starts the next one.
    made.set_run_config(dd.RunConfig(disable_early_shutdown=True, otel_metrics_port=None, buffer_size=5_000))
    return made


def columns(seeds, name):
    parameters = dd.ChatCompletionInferenceParams(
        temperature=0.0,
        max_tokens=work.MAX_TOKENS,
        max_parallel_requests=work.SLOTS,
        timeout=work.TIMEOUT,
    )
    model = dd.ModelConfig(
        alias="teacher",
        model=work.MODEL,
        provider="teacher",
        skip_health_check=True,
        inference_parameters=parameters,
    )
    builder = dd.DataDesignerConfigBuilder(model_configs=[model])
    pandas.DataFrame(seeds).to_parquet(f"{name}.parquet")
    builder.with_seed_dataset(dd.LocalFileSeedSource(path=f"{name}.parquet"))
    return builder


def cell(name, prompt, **options):
    template = work.PROMPTS[prompt]
    return dd.LLMTextColumnConfig(
        name=name,
        model_alias="teacher",
        system_prompt=template["system"],
        prompt=template["user"],
        **options,
    )


def unless(text, column):
    """Skips the cell, and those that need it, unless the text is in the column."""
    return dd.SkipConfig(when="{{ '" + text + "' not in " + column + " }}")


def main():
    first = columns(work.SEEDS, "seeds")
    first.add_column(cell("written", "write"))
    written = designer().create(first, num_records=len(work.SEEDS), dataset_name="written").load_dataset()
    rows = [
        {**{name: row[name] for name in work.SEEDS[0]}, "question": each}
        for row in written.to_dict("records")
        for each in work.questions(row["written"])
    ]

    second = columns(rows, "questions")
    second.add_column(cell("question_judged", "judge_question"))
    second.add_column(cell("answer_text", "answer", skip=unless("SCORE: 1", "question_judged")))
    second.add_column(dd.ExpressionColumnConfig(name="answer", expr=ANSWER))
    second.add_column(cell("pair_judged", "judge_pair"))
    passed = dd.SkipConfig(when="{{ 'SCORE: 2' not in pair_judged and 'SCORE: 3' not in pair_judged }}")
    second.add_column(cell("safety_judged", "judge_safety", skip=passed))
    judged = designer().create(second, num_records=len(rows), dataset_name="judged").load_dataset()
    work.finish([row for row in judged.to_dict("records") if work.is_safe(row.get("safety_judged"))])


if __name__ == "__main__":
    main()
