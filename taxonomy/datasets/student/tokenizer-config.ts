import { z } from 'zod';
import { DomainError } from '../../errors';
import type { TokenizerConfig } from './open-tokenizer';

/** What is read of a tokenizer_config.json; the rest is for other programs. */
export type ReadConfig = {
  chatTemplate: string | null;
  bosToken: string | null;
  eosToken: string | null;
  config: TokenizerConfig;
};

const Token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]).nullish();
const Config = z.object({
  bos_token: Token,
  eos_token: Token,
  chat_template: z.union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))]).nullish(),
  remove_space: z.boolean().optional(),
  do_lowercase_and_remove_accent: z.boolean().optional(),
});

/** @throws DomainError `invalid` when the file is none. */
export function readTokenizerConfig(config: Uint8Array | null, chatTemplate: Uint8Array | null): ReadConfig {
  const own = chatTemplate && Buffer.from(chatTemplate).toString('utf8');
  if (!config) return { chatTemplate: own, bosToken: null, eosToken: null, config: {} };
  const { success, data } = Config.safeParse(readJson(config));
  if (!success) {
    throw new DomainError(
      'invalid',
      'tokenizer_config.json is not one: its tokens or its chat template are of another type. Send the file as it lies beside tokenizer.json.',
    );
  }
  const { bos_token, eos_token, chat_template, ...rest } = data;
  const named = Array.isArray(chat_template)
    ? (chat_template.find(({ name }) => name === 'default') ?? chat_template[0])?.template
    : chat_template;
  return { chatTemplate: own ?? named ?? null, bosToken: bos_token ?? null, eosToken: eos_token ?? null, config: rest };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new DomainError('invalid', 'tokenizer_config.json is not JSON.', { cause });
  }
}
