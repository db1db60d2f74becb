import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import { AddEvaluationSetQuery } from '@/taxonomy/generation/contract-evaluation-sets';
import { addEvaluationSet, listEvaluationSets, removeEvaluationSet } from '@/taxonomy/generation/evaluation-sets/sets';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { Shell } from '../shell';

/** `evaluation-sets add`, `evaluation-sets list`, `evaluation-sets remove`. */
export function register(program: Command, shell: Shell): void {
  const sets = program.command('evaluation-sets').description('texts of tests that no new sample may be like');
  sets
    .command('add <file>')
    .description('add a file of JSON lines, or of one question per line')
    .option('--name <name>', 'its name; by default the name of the file')
    .option('--field <name>', 'the field of the question in JSON lines; by default a usual name')
    .action((file: string, { name, field }: { name?: string; field?: string }) =>
      shell.withDatabase(async ({ db, actor }) => {
        const found = await stat(file).catch(() => null);
        if (!found?.isFile()) throw new DomainError('not_found', `There is no file ${file}.`);
        const query = parseOrRefuse(AddEvaluationSetQuery, { name: name ?? path.parse(file).name, field });
        const added = await addEvaluationSet(db, actor, query, createReadStream(file));
        shell.print(added, `Added: ${added.name}, ${added.texts} texts`);
      }),
    );
  sets
    .command('list')
    .description('list the evaluation sets that new runs are checked against')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const all = await listEvaluationSets(db);
        for (const each of all) shell.printLine(each, `${each.name}  ${each.texts} texts, added by ${each.addedBy}`);
        if (all.length === 0) shell.note('There are no evaluation sets yet. Add one: evaluation-sets add FILE');
      }),
    );
  sets
    .command('remove <name>')
    .description('remove an evaluation set; runs that have started go on with it')
    .action((name: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        const set = (await listEvaluationSets(db)).find((each) => each.name.toLowerCase() === name.toLowerCase());
        if (!set)
          throw new DomainError('not_found', `There is no evaluation set “${name}”. List them: evaluation-sets list`);
        await removeEvaluationSet(db, actor, set.id);
        shell.print({ id: set.id, removed: true }, `Removed: ${set.name}`);
      }),
    );
}
