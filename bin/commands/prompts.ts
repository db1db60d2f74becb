import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { InvalidArgumentError, type Command } from 'commander';
import { teacherAccess } from '@/env';
import { NodeId } from '@/taxonomy/contract';
import { DomainError } from '@/taxonomy/errors';
import type { PreviewedItem, PromptDetail, PromptInForce, PromptVersion } from '@/taxonomy/generation/contract-prompts';
import { SavePromptRequest } from '@/taxonomy/generation/contract-prompts';
import { planPreview, previewPrompt } from '@/taxonomy/generation/prompt-preview/preview-prompt';
import { getPrompt, listPrompts, listVersions, savePrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';
import { getTeacher } from '@/taxonomy/generation/teacher/teachers';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { CommandContext, Shell } from '../shell';

type Flags = { leaf?: string };
type PreviewFlags = Flags & { teacher: string; ask?: true; seed?: string };

/** `prompts list`, `show`, `versions`, `set`, `reset` and `preview`. */
export function register(program: Command, shell: Shell): void {
  const prompts = program.command('prompts').description('list, show, set and try the texts of prompts');
  const command = (usage: string, description: string) =>
    prompts
      .command(usage)
      .description(description)
      .option('--leaf <id>', 'of this leaf instead of the whole taxonomy', leafId);

  command('list', 'list the prompts, and whose text each has').action(({ leaf }: Flags) =>
    shell.withDatabase(async ({ db }) => {
      for (const each of (await listPrompts(db, leaf ?? null)).prompts) {
        shell.printLine(each, `${each.name.padEnd(30)}  ${sourceOf(each.inForce, each.builtInVersion)}`);
      }
    }),
  );

  command('show <prompt>', 'print the text of a prompt')
    .option('--version-number <n>', 'a saved version instead of the text that holds', whole)
    .action((name: string, { leaf, versionNumber }: Flags & { versionNumber?: number }) =>
      shell.withDatabase(async ({ db }) => {
        const prompt = await getPrompt(db, name, leaf ?? null);
        if (versionNumber === undefined) return shell.print(prompt, prompt.text);
        const version = await versionOf({ db }, name, leaf, versionNumber);
        shell.print(version, version.text ?? '(the own text ended with this version)');
      }),
    );

  command('versions <prompt>', 'list the saved versions of a prompt, newest first').action(
    (name: string, { leaf }: Flags) =>
      shell.withDatabase(async ({ db }) => {
        let cursor: string | undefined;
        do {
          const page = await listVersions(db, name, { leaf, cursor, limit: 50 });
          for (const each of page.items) shell.printLine(each, versionLine(each));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
      }),
  );

  command('set <prompt> <file>', 'save a text as the next version of a prompt; - reads it from standard input')
    .option('--after <n>', 'the version that was edited: fails when there is a newer one', whole)
    .action((name: string, file: string, { leaf = null, after }: { leaf?: string | null; after?: number }) =>
      shell.withDatabase(async ({ db, actor }) => {
        const { latest } = await getPrompt(db, name, leaf);
        const request = parseOrRefuse(SavePromptRequest, { leaf, after: after ?? latest, text: await textOf(file) });
        printSaved(shell, await savePrompt(db, actor, name, request));
      }),
    );

  command('reset <prompt>', 'go back to the text of the taxonomy or the built-in one; the versions stay').action(
    (name: string, { leaf = null }: { leaf?: string | null }) =>
      shell.withDatabase(async ({ db, actor }) => {
        const { latest } = await getPrompt(db, name, leaf);
        printSaved(shell, await savePrompt(db, actor, name, { leaf, after: latest, text: null }));
      }),
  );

  command('preview <prompt> <file>', 'say what trying a text on three real items would cost; with --ask, try it')
    .requiredOption('--teacher <name>', 'the teacher to ask, by name or id')
    .option('--ask', 'ask the teacher')
    .option('--seed <seed>', 'draws the items; the same seed draws the same ones')
    .action((name: string, file: string, flags: PreviewFlags) =>
      shell.withDatabase((context) => preview(context, shell, name, file, flags)),
    );
}

async function preview(
  { db, key, signal }: CommandContext,
  shell: Shell,
  name: string,
  file: string,
  { leaf = null, teacher, ask, seed = randomUUID().slice(0, 8) }: Omit<PreviewFlags, 'leaf'> & { leaf?: string | null },
): Promise<void> {
  const { id: teacherId } = await getTeacher(db, teacher);
  const request = { leaf, teacherId, text: await textOf(file), seed };
  const plan = await planPreview(db, name, request);
  if (plan.reason !== null) throw new DomainError('invalid', plan.reason);
  const cost = plan.cost === null ? 'cost unknown' : `about ${moneyText(plan.cost)}`;
  const needs = `At most ${plan.calls} calls, about ${plan.promptTokens + plan.completionTokens} tokens, ${cost}`;
  if (!ask) {
    const items = plan.items.map((item) => `${item.leaf.name}: ${item.about}`);
    return shell.print({ ...plan, seed }, [...items, `${needs}. Try it: add --ask --seed ${seed}`].join('\n'));
  }
  shell.note(needs);
  for (const item of plan.items.keys()) {
    const each = await previewPrompt(db, name, { ...request, item }, { access: teacherAccess(key), signal });
    shell.printLine(each, answersText(each));
  }
}

const answersText = (item: PreviewedItem): string =>
  [
    `── ${item.leaf.name}`,
    `── old${item.old.isReadable ? '' : ' (a run could not read it)'}`,
    item.old.text,
    `── new${item.new.isReadable ? '' : ' (a run could not read it)'}`,
    item.new.text,
  ].join('\n');

function printSaved(shell: Shell, prompt: PromptDetail): void {
  shell.print(
    prompt,
    `${prompt.name}: ${sourceOf(prompt.inForce, prompt.builtInVersion)}. It holds for runs that start from now on.`,
  );
}

const sourceOf = ({ source, number, by, at }: PromptInForce, builtInVersion: number): string =>
  source === 'built_in'
    ? `built-in, version ${builtInVersion}`
    : `own text of the ${source}, version ${number}, by ${by}, ${at?.slice(0, 10)}`;

const versionLine = ({ number, text, by, at }: PromptVersion): string =>
  `version ${number}  ${at.slice(0, 16).replace('T', ' ')}  ${by}${text === null ? '  (ended the own text)' : ''}`;

async function versionOf(
  { db }: Pick<CommandContext, 'db'>,
  name: string,
  leaf: string | undefined,
  number: number,
): Promise<PromptVersion> {
  const { items } = await listVersions(db, name, { leaf, cursor: String(number + 1), limit: 1 });
  if (items[0]?.number === number) return items[0];
  throw new DomainError('not_found', `${name} has no version ${number} here. List them: prompts versions ${name}`);
}

/** @throws DomainError `not_found` when the file cannot be read. */
async function textOf(file: string): Promise<string> {
  if (file === '-') return readStream(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DomainError('not_found', `${file} cannot be read. Check its path, or use - for standard input.`, {
      cause,
    });
  }
}

function leafId(id: string): string {
  if (NodeId.safeParse(id).success) return id;
  throw new InvalidArgumentError('It must be the id of a leaf: the last part of its page’s address.');
}

function whole(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
