import { nearestLeaf, nearestSeed, type SeedVector } from './classifier';
import { design, type Arm } from './design';
import type { Share } from './draw-seeds';
import type { Prompt, Row } from './measure';
import { fatesOf } from './survivors';
import type { WrittenPrompt } from './written-rows';

/** What the rows of all arms are measured by. */
export type Seeds = {
  questions: readonly string[];
  vectors: readonly SeedVector[];
  /** From this similarity on a row belongs to the nearest leaf. */
  threshold: number;
};

export type Judged = { prompts: Prompt[]; lost: Record<string, number> };

/** Says of each row that an arm was asked for why it was lost, or which leaf it belongs to. */
export async function judgeRows(
  arm: Arm,
  shares: readonly Share[],
  written: readonly WrittenPrompt[],
  seeds: Seeds,
  embed: (texts: readonly string[]) => Promise<number[][]>,
): Promise<Judged> {
  const own = written.filter((prompt) => prompt.arm === arm).toSorted((a, b) => a.share - b.share);
  if (own.length !== shares.length) throw new Error('The rows are of another design. Run it again without --rows.');
  const lost: Record<string, number> = {};
  const lose = (reason: string, count: number) => {
    if (count > 0) lost[reason] = (lost[reason] ?? 0) + count;
  };
  const texts = own.flatMap((prompt) => prompt.texts);
  const fates = fatesOf(seeds.questions, texts);
  const vectors = await embed(texts);
  let place = 0;
  const prompts = own.map((prompt, i): Prompt => {
    const readAndDropped = Object.entries(prompt.dropped).filter(([reason]) => isRead(reason));
    for (const [reason, count] of readAndDropped) lose(reason, count);
    const read = prompt.texts.length + readAndDropped.reduce((sum, [, count]) => sum + count, 0);
    lose('not_written', design.rowsWanted - read);
    const rows = prompt.texts.flatMap((text): Row[] => {
      const fate = fates[place] ?? 'kept';
      const vector = vectors[place] ?? [];
      place += 1;
      if (fate !== 'kept') lose(fate, 1);
      return fate === 'kept' ? [{ text, vector, ...belongingOf(vector, seeds) }] : [];
    });
    const { leaf = 0, examples } = shares[i] ?? {};
    return { leaf, shown: examples?.[arm].map((drawn) => drawn.leaf) ?? [], rows };
  });
  return { prompts, lost };
}

function belongingOf(vector: readonly number[], { vectors, threshold }: Seeds): Pick<Row, 'leaf' | 'seed'> {
  const { leaf = 0, similarity = 0 } = nearestLeaf(vectors, vector) ?? {};
  const { seed = 0 } = nearestSeed(vectors, vector, (other) => vectors[other]?.leaf !== leaf) ?? {};
  return { seed, leaf: similarity < threshold ? null : leaf };
}

/** Rows that were read and then broke a rule, or were the same as another of their answer. */
const isRead = (reason: string): boolean => reason.startsWith('rule_') || reason === 'duplicate';
