import { Argument, type Command } from 'commander';
import { SetSafetyRequest, type LeafSafety, type SafetyException } from '@/taxonomy/generation/contract-safety';
import { getSafety, setSafety } from '@/taxonomy/generation/safety/exceptions';
import { safetyCategories, type SafetyCategory } from '@/taxonomy/generation/vocabulary-rows';
import { parseOrRefuse } from '@/taxonomy/parse';
import { findNodeByPath } from '@/taxonomy/tree/find-node';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import type { CommandContext, Shell } from '../shell';

const categories = Object.keys(safetyCategories);

/** `safety show`, `safety set` and `safety clear`: the kinds of harm that a leaf's samples are not dropped for. */
export function register(program: Command, shell: Shell): void {
  const safety = program
    .command('safety')
    .description('kinds of harm that the samples of a leaf are not dropped for, in runs that start later');
  safety
    .command('show <leaf>')
    .description('show the safety exceptions of a leaf, named by its path or id')
    .action((leaf: string) =>
      shell.withDatabase(async ({ db }) => {
        const { id } = await leafOf(db, leaf);
        print(shell, leaf, await getSafety(db, id));
      }),
    );
  safety
    .command('set')
    .argument('<leaf>')
    .addArgument(new Argument('<category>').choices(categories))
    .requiredOption('--reason <text>', 'why such samples are wanted; they carry it')
    .description('allow a kind of harm in a leaf, or change the reason')
    .action((leaf: string, category: SafetyCategory, { reason }: { reason: string }) =>
      shell.withDatabase((context) =>
        change(context, shell, leaf, (exceptions) => [
          ...exceptions.filter((each) => each.category !== category),
          { category, reason },
        ]),
      ),
    );
  safety
    .command('clear')
    .argument('<leaf>')
    .addArgument(new Argument('[categories...]').choices(categories))
    .description('end these exceptions of a leaf, or all of them')
    .action((leaf: string, ended: SafetyCategory[]) =>
      shell.withDatabase((context) =>
        change(context, shell, leaf, (exceptions) =>
          ended.length === 0 ? [] : exceptions.filter(({ category }) => !ended.includes(category)),
        ),
      ),
    );
}

async function change(
  { db, actor }: CommandContext,
  shell: Shell,
  leaf: string,
  changed: (exceptions: SafetyException[]) => SafetyException[],
): Promise<void> {
  const { id } = await leafOf(db, leaf);
  const { exceptions } = await getSafety(db, id);
  const now = changed(exceptions.map(({ category, reason }) => ({ category, reason })));
  print(shell, leaf, await setSafety(db, actor, id, parseOrRefuse(SetSafetyRequest, { exceptions: now })));
}

async function leafOf(db: CommandContext['db'], leaf: string): Promise<{ id: string }> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  return findNodeByPath(db, taxonomyId, leaf);
}

function print(shell: Shell, leaf: string, safety: LeafSafety): void {
  const lines = safety.exceptions.map(
    ({ category, reason, setBy, setAt }) => `${category}  ${reason}  (${setBy}, ${setAt.slice(0, 10)})`,
  );
  shell.print(safety, lines.length > 0 ? lines.join('\n') : `${leaf} has no safety exceptions.`);
}
