/** The limits in a server's refusal; null where it does not say. */
export type SaidLimits = {
  /** Prompt and answer together. */
  contextTokens: number | null;
  /** The answer alone. */
  answerTokens: number | null;
  /** The server's token count of this request's prompt. */
  promptTokens: number | null;
};

const number = '(\\d[\\d,_]{1,10})';

/** For a range whose end is one too high. */
const exclusive = '\\(exclusive\\)';

// Wordings of vLLM, SGLang, TGI, llama.cpp, LM Studio, OpenAI, Azure, Anthropic, Mistral, DeepSeek, Gemini, Groq.
const context = [
  `"n_ctx":\\s*${number}`,
  `exceed context limit: \\d+ \\+ \\d+ > ${number}`,
  `(?:context|model|sequence)[ _-](?:length|size|window|limit)[^\\d\\n]{0,60}?${number}`,
  `${number}[ -]?(?:tokens? )?(?:maximum )?context`,
  `tokens \\+ .?max_new_tokens.? must be <= ${number}`,
  `must have (?:less|fewer) than ${number} tokens`,
  `maximum number of tokens allowed \\(?${number}`,
  `max(?:imum)? context\\D{0,20}?${number}`,
  `(?:max_model_len|max_seq_len|max_position_embeddings|n_ctx|num_ctx)\\W{1,4}(?:is |of )?${number}`,
  `\\d tokens > ${number} maximum`,
  `(?:上下文|长度)[^\\d\\n]{0,30}${number}`,
];
const answer = [
  `at most ${number} (?:completion|output) tokens`,
  `range of max_(?:completion_)?tokens (?:is|should be) \\[\\d+, ?${number}\\]`,
  `max(?:imum)?(?: allowed)? max_(?:completion_)?tokens\\W{1,4}(?:is |of )?${number}`,
  `max_tokens: \\d+ > ${number}`,
  `supported range is from 1 \\(inclusive\\) to ${number} ${exclusive}`,
  `max(?:imum)?[ _](?:completion_|output_|new_)?tokens\\W[^\\d\\n]{0,60}(?:less than or equal to|must be <=|<=|≤|at most|no more than|up to|maximum(?: value)?(?: of| is)?|limit(?: of| is)?:?|(?:not|cannot|n't) (?:exceed|be (?:greater|larger|more) than)|between \\d+ and)[^\\d\\n]{0,2}${number}`,
];
const prompt = [
  `"n_prompt_tokens":\\s*${number}`,
  `${number} (?:tokens )?(?:in|from|of) (?:the )?(?:input |text |prompt )?(?:messages|input|prompt)`,
  `${number} (?:input|prompt) tokens`,
  `Given: ${number} .?inputs`,
  `exceed context limit: ${number} \\+`,
  `(?:prompt|input|messages) (?:\\(|contains |has |resulted in |of |is )${number} tokens`,
];

/** Reads the limits in a server's message, or in its whole body. */
export function saidLimits(text: string): SaidLimits {
  const contextTokens = firstOf(context, text);
  // A sentence about the context also names the answer's limit, but as what was requested.
  const answerTokens = contextTokens === null ? firstOf(answer, text) : null;
  return { contextTokens, answerTokens, promptTokens: firstOf(prompt, text) };
}

function firstOf(patterns: readonly string[], text: string): number | null {
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'i').exec(text)?.[1];
    const said = found === undefined ? Number.NaN : Number(found.replace(/[,_]/g, ''));
    const value = pattern.endsWith(exclusive) ? said - 1 : said;
    if (Number.isInteger(value) && value > 0 && value < 100_000_000) return value;
  }
  return null;
}
