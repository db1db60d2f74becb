import { alpaca } from './alpaca';
import { axolotl } from './axolotl';
import { csv } from './csv';
import { documents } from './documents';
import type { Format } from './format';
import { llamaFactory } from './llama-factory';
import { messages } from './messages';
import { openai } from './openai';
import { parquet } from './parquet';
import { sharegpt } from './sharegpt';
import { text } from './text';
import { tokens } from './tokens';
import { trlConversational } from './trl-conversational';
import { trlPromptCompletion } from './trl-prompt-completion';

/** All export formats. To add one, write a file beside this one and add it here. */
export const formats = {
  messages,
  'trl-prompt-completion': trlPromptCompletion,
  'trl-conversational': trlConversational,
  documents,
  axolotl,
  'llama-factory': llamaFactory,
  openai,
  alpaca,
  sharegpt,
  csv,
  parquet,
  tokens,
  text,
} as const satisfies Record<string, Format>;
export type FormatName = keyof typeof formats;

export const isFormat = (name: string): name is FormatName => Object.hasOwn(formats, name);

/** For screens and the command line. */
export const formatList = Object.entries(formats).map(([name, { label, use, fields }]) => ({
  name,
  label,
  use,
  fields,
}));
