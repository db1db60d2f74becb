import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AddTokenizerQuery } from '@/taxonomy/datasets/contract-student';
import { addTokenizer, listTokenizers, removeTokenizer } from '@/taxonomy/datasets/student/tokenizers';
import { maxTokenizerBytes, maxTokenizerConfigBytes } from '@/taxonomy/datasets/vocabulary-student';
import { DomainError } from '@/taxonomy/errors';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { Shell } from '../shell';

/** `tokenizer add`, `tokenizer list`, `tokenizer remove`. */
export function register(program: Command, shell: Shell): void {
  const tokenizers = program.command('tokenizer').description('tokenizers of the models that are to be trained');
  tokenizers
    .command('add <folder>')
    .description('add the tokenizer.json of a model’s folder, with what lies beside it')
    .option('--name <name>', 'its name; by default the name of the folder')
    .action((given: string, { name }: { name?: string }) =>
      shell.withDatabase(async ({ db, actor }) => {
        const folder = path.basename(given) === 'tokenizer.json' ? path.dirname(given) : given;
        const query = parseOrRefuse(AddTokenizerQuery, { name: name ?? path.basename(path.resolve(folder)) });
        const tokenizer = await readSmall(folder, 'tokenizer.json', maxTokenizerBytes);
        if (!tokenizer) throw new DomainError('not_found', `There is no tokenizer.json in ${folder}.`);
        const added = await addTokenizer(db, actor, query, {
          tokenizer,
          config: await readSmall(folder, 'tokenizer_config.json', maxTokenizerConfigBytes),
          chatTemplate: await readSmall(folder, 'chat_template.jinja', maxTokenizerConfigBytes),
        });
        shell.print(added, `Added: ${added.name}, ${added.vocabulary} tokens`);
      }),
    );
  tokenizers
    .command('list')
    .description('list the tokenizers')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const all = await listTokenizers(db);
        for (const each of all) {
          const template = each.hasChatTemplate ? 'with a chat template' : 'without a chat template';
          shell.printLine(each, `${each.name}  ${each.vocabulary} tokens, ${template}, added by ${each.addedBy}`);
        }
        if (all.length === 0) shell.note('There are no tokenizers yet. Add one: tokenizer add FOLDER');
      }),
    );
  tokenizers
    .command('remove <name>')
    .description('remove a tokenizer')
    .action((name: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const found = (await listTokenizers(db)).find((each) => each.name.toLowerCase() === name.toLowerCase());
        if (!found) throw new DomainError('not_found', `There is no tokenizer “${name}”. List them: tokenizer list`);
        await removeTokenizer(db, actor, found.id);
        shell.print({ id: found.id, removed: true }, `Removed: ${found.name}`);
      }),
    );
}

/** A file of a folder; null when there is none. */
async function readSmall(folder: string, name: string, maxBytes: number): Promise<Buffer | null> {
  const file = path.join(folder, name);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  if (found.size > maxBytes) {
    throw new DomainError('invalid', `${file} is larger than ${maxBytes / 1024 / 1024} MB.`);
  }
  return readFile(file);
}
