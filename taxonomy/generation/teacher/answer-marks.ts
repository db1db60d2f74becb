/**
 * The marks that models and their chat templates leave around an answer, when the server does not remove them.
 *
 * One table, by model family. Patterns ignore case and match only a few characters, so that any text is read in linear
 * time.
 */

/** The marks around a model's thinking. */
export type ThoughtMark = {
  family: string;
  open: string;
  close: string;
  /** Plain words that a real answer may also start with, so they count only at the start and with both marks. */
  isWords?: true;
};

// Some gateways escape the signs, and some models write them full-width.
const [less, greater] = ['(?:<|＜|&lt;)', '(?:>|＞|&gt;)'];
const tag = (name: string) => ({
  open: `${less}\\s?(?:${name})(?:\\s[^<>]{0,100})?${greater}`,
  close: `${less}\\s?/\\s?(?:${name})\\s?${greater}`,
});

const thinking = '(?:think(?:ing)?|thoughts?|reason(?:ing)?)';

export const thoughtMarks: readonly ThoughtMark[] = [
  { family: 'DeepSeek R1, Qwen3, QwQ, GLM, Phi-4, MiniMax, Nemotron, Granite 3.3', ...tag('think') },
  { family: 'spelt out', ...tag('thinking') },
  { family: 'EXAONE Deep, Gemini', ...tag('thought') },
  { family: 'thoughts', ...tag('thoughts') },
  { family: 'Reka, Hermes', ...tag('reasoning') },
  { family: 'reasons', ...tag('reason') },
  { family: 'analysis', ...tag('analysis') },
  { family: 'Reflection', ...tag('reflection') },
  { family: 'Hermes', ...tag('scratch_?pad') },
  { family: 'Claude-like', ...tag('antml:thinking|antThinking') },
  { family: 'Seed-OSS', ...tag('seed:think') },
  { family: 'LongCat', ...tag('longcat_think') },
  { family: 'Magistral', open: `\\[${thinking}\\]`, close: `\\[/${thinking}\\]` },
  { family: 'Kimi', open: '◁think▷', close: '◁/think▷' },
  { family: 'Command A', open: '<\\|START_THINKING\\|>', close: '<\\|END_THINKING\\|>' },
  { family: 'Sky-T1, OpenThinker', open: '<\\|begin_of_thought\\|>', close: '<\\|end_of_thought\\|>' },
  { family: 'Apertus', open: '<\\|inner_prefix\\|>', close: '<\\|inner_suffix\\|>' },
  {
    family: 'bars',
    open: `<\\|(?:(?:start|begin)_?(?:of_?)?)?${thinking}(?:_?(?:start|begin))?\\|>`,
    close: `<\\|(?:/|end_?(?:of_?)?)${thinking}\\|>|<\\|${thinking}_?end\\|>`,
  },
  { family: 'Open WebUI', open: '<details type="reasoning"[^<>]{0,200}>', close: '</details>' },
  {
    family: 'other names',
    ...tag(
      `(?:[\\w-]{1,20}[:_-])?(?:${thinking}|monologue|deliberation|reflection|scratch_?pad)(?:[_-][\\w-]{1,20})?|cot|plan(?:ning)?|internal`,
    ),
  },
  { family: 'MedGemma', open: '<unused94>(?:thought)?', close: '<unused95>' },
  { family: 'Gemma', open: '<\\|channel>\\s?thought', close: '<channel\\|>' },
  {
    family: 'harmony (gpt-oss)',
    open: '(?:<\\|start\\|>assistant)?<\\|channel\\|>\\s?(?:analysis|commentary)[^<]{0,80}<\\|message\\|>',
    close:
      '(?:<\\|end\\|>\\s?)?(?:<\\|start\\|>assistant)?<\\|channel\\|>\\s?final[^<]{0,20}(?:<\\|constrain\\|>[^<]{0,20})?<\\|message\\|>',
  },
  // Servers that drop special tokens leave harmony's words behind.
  { family: 'harmony without its marks', open: 'analysis(?=\\s?[A-Z])', close: 'assistantfinal', isWords: true },
  {
    family: 'Granite 3.2',
    open: "Here(?: i|')s my thought process:",
    close: "Here(?: i|')s my response:",
    isWords: true,
  },
  {
    family: 'headings',
    open: `[*#\\s]{0,5}(?:${thinking}|thought process|analysis)\\s?:?[*]{0,2}:?[ \\t]{0,9}\\n`,
    close: '\\n[*#\\s]{0,5}(?:final )?(?:answer|response|output)\\s?:?[*]{0,2}:?[ \\t]{0,9}\\n',
    isWords: true,
  },
];

/** Marks around the answer itself, after the thinking. */
export const answerWrappers: readonly { open: RegExp; close: RegExp }[] = [
  { open: /^\s*<answer>\s?/i, close: /\s?<\/answer>\s*$/i },
  { open: /^\s*<response>\s?/i, close: /\s?<\/response>\s*$/i },
  { open: /^\s*<solution>\s?/i, close: /\s?<\/solution>\s*$/i },
  { open: /^\s*<\|begin_of_solution\|>\s?/i, close: /\s?<\|end_of_solution\|>\s*$/i },
  { open: /^\s*<\|START_RESPONSE\|>\s?/i, close: /\s?<\|END_RESPONSE\|>\s*$/i },
];

/** How the common templates end a turn. */
const endOfTurn =
  '<\\|im_end\\|>|<\\|endoftext\\|>|<\\|end_of_text\\|>|<\\|eot_id\\|>|<\\|eom_id\\|>|<\\|eot\\|>|<\\|eom\\|>|<end_of_turn>|<turn\\|>|<eos>|</s>|' +
  '<\\|end\\|>|<\\|return\\|>|<\\|call\\|>|<\\|end_of_turn\\|>|<\\|END_OF_TURN_TOKEN\\|>|<｜end▁of▁sentence｜>|<\\|end▁of▁sentence\\|>|' +
  '<\\|im_sep\\|>|<\\|im_assistant\\|>|<\\[end_of_turn\\]>|\\[\\|endofturn\\|\\]|<\\|role_end\\|>|\\[e~\\[|<seed:eos>|<\\|hy_eos\\|>|<\\|endofmessage\\|>|<\\|assistant_end\\|>|<\\|endofprompt\\|>|<pad>|<\\|pad\\|>|\\[/INST\\]';

/** What looks like a token of another template. */
const otherToken =
  '<[|｜]/?[\\w▁ :-]{1,40}[|｜]>|<(?:eod|eoa|eot|unk|end_of_\\w{1,20}|\\w{1,12}_(?:suffix|prefix|middle)|reserved_\\d{1,4}|0x0A)>|\\[EO[ST]\\]';

/** How templates begin a turn, followed by an optional role name. */
const startOfTurn =
  '<\\|im_start\\|>|<start_of_turn>|<\\|turn>|<\\|start_header_id\\|>|<\\|header_start\\|>|<\\|start_of_role\\|>|<\\|start\\|>|<\\|user\\|>|<\\|assistant\\|>|<\\|system\\|>|' +
  '<\\|START_OF_TURN_TOKEN\\|>|<\\|CHATBOT_TOKEN\\|>|<｜(?:User|Assistant)｜>|<\\|begin_of_text\\|>|<bos>|<s>|\\[/?INST\\]|\\[\\|(?:user|assistant)\\|\\]|' +
  '<seed:bos>|<\\|im_user\\|>|<\\|role_start\\|>|<\\|assistant_start\\|>';

const roleWord = '(?:human|user|assistant|system|model)';

/** What precedes an answer when the server also returns the beginning of its turn. */
export const headOfTurn = new RegExp(
  `^(?:\\s*(?:${startOfTurn})\\s?(?:${roleWord}\\s*)?(?:<\\|end_header_id\\|>|<\\|header_end\\|>|<\\|end_of_role\\|>|<\\|im_middle\\|>)?)+\\n*`,
  'i',
);

/** An end of turn at the end of a line, or followed by a turn that the model makes up. */
export const endOfAnswer = new RegExp(
  `▁?(?:${endOfTurn})(?=[^\\S\\n]*(?:\\n|$|${endOfTurn}|${startOfTurn}|${roleWord}\\s?(?:[:\\n]|$)))`,
  'gi',
);

/** The same for any other token, if there is text before it. */
export const endByOtherToken = new RegExp(
  `(?<=\\S\\s{0,40})(?:${otherToken})(?=[^\\S\\n]*(?:\\n|$|${otherToken}))`,
  'gi',
);

/** A made-up turn after a grade, in plain words. */
export const turnAfterGrade =
  /(?<=(?:SCORE|VERDICT)\W{1,4}\w{1,3}\W{0,6}\n\s{0,9})(?:###|(?:human|user|assistant)\s?:)/gi;

/** The start of a made-up turn on a line of its own, without an end of turn before it. */
export const madeUpTurn = new RegExp(
  `\\n(?:<\\|im_start\\|>|<start_of_turn>|<\\|start_header_id\\|>)\\s?${roleWord}`,
  'gi',
);
