"""sdg_hub: a flow of its own blocks. Each block works on all rows before the next one starts."""

from pathlib import Path

import pandas
import work
import yaml
from sdg_hub import Flow

SKILLS = Path("flow")


def asked(prompt):
    """A prompt, the call, and the text of its answer in the column `<prompt>_text_content`."""
    messages = [
        {"role": "system", "content": work.PROMPTS[prompt]["system"]},
        {"role": "user", "content": work.PROMPTS[prompt]["user"]},
    ]
    (SKILLS / f"{prompt}.yaml").write_text(yaml.safe_dump(messages), encoding="utf-8")
    return [
        block("PromptBuilderBlock", f"{prompt}_prompt", work.COLUMNS[prompt], f"{prompt}_messages",
              prompt_config_path=f"{prompt}.yaml", format_as_messages=True),
        block("LLMChatBlock", f"{prompt}_call", f"{prompt}_messages", f"{prompt}_raw",
              temperature=0.0, max_tokens=work.MAX_TOKENS, async_mode=True),
        block("LLMResponseExtractorBlock", f"{prompt}_text", f"{prompt}_raw",
              extract_content=True, expand_lists=True),
    ]


def block(kind, name, input_cols, output_cols=None, **config):
    columns = {"input_cols": input_cols, **({"output_cols": output_cols} if output_cols else {})}
    return {"block_type": kind, "block_config": {"block_name": name, **columns, **config}}


def tagged(prompt, tag, column):
    return block("TagParserBlock", f"{prompt}_parse", f"{prompt}_text_content", [column],
                 start_tags=[f"[{tag}]"], end_tags=["[END]"])


def matched(prompt, pattern, column):
    return block("RegexParserBlock", f"{prompt}_parse", f"{prompt}_text_content", [column],
                 parsing_pattern=pattern)


def kept(prompt, column, value, operation, dtype=None):
    return block("ColumnValueFilterBlock", f"{prompt}_filter", [column],
                 filter_value=value, operation=operation, **({"convert_dtype": dtype} if dtype else {}))


def main():
    SKILLS.mkdir()
    blocks = [
        *asked("write"),
        tagged("write", "QUESTION", "question"),
        *asked("judge_question"),
        matched("judge_question", r"SCORE: (\d)", "question_score"),
        kept("judge_question", "question_score", float(work.LEAST_QUESTION), "ge", "float"),
        *asked("answer"),
        tagged("answer", "ANSWER", "answer"),
        *asked("judge_pair"),
        matched("judge_pair", r"SCORE: (\d)", "pair_score"),
        kept("judge_pair", "pair_score", float(work.LEAST_PAIR), "ge", "float"),
        *asked("judge_safety"),
        matched("judge_safety", r"VERDICT: (.+)", "verdict"),
        kept("judge_safety", "verdict", "SAFE", "eq"),
    ]
    metadata = {
        "id": "peers",
        "name": "Peers",
        "description": "Questions, answers and three judges.",
        "version": "1.0.0",
        "author": "Seedleaf",
        "license": "Apache-2.0",
        "tags": ["bench"],
        "recommended_models": {"default": f"openai/{work.MODEL}", "compatible": [], "experimental": []},
        "dataset_requirements": {
            "required_columns": ["task", "seed_question", "seed_answer"],
            "description": "The seeds of leaves.",
        },
    }
    (SKILLS / "flow.yaml").write_text(yaml.safe_dump({"metadata": metadata, "blocks": blocks}), encoding="utf-8")
    flow = Flow.from_yaml(str(SKILLS / "flow.yaml"))
    flow.set_model_config(model=f"openai/{work.MODEL}", api_base=work.URL, api_key="none", timeout=work.TIMEOUT)
    rows = flow.generate(pandas.DataFrame(work.SEEDS), max_concurrency=work.SLOTS)
    work.finish(rows.to_dict("records"))


if __name__ == "__main__":
    main()
