import { draw, drawFew, teacherSeed } from '@/taxonomy/generation/pipelines/draw';
import type { SkillSeed } from '@/taxonomy/seeds/contract';
import { design, type Arm } from './design';

export type DrawnSeed = { leaf: number; seed: SkillSeed };

/** One share of the budget: the same leaf and the same random seed of the teacher in each arm, other examples. */
export type Share = { leaf: number; sampling: number; examples: Record<Arm, DrawnSeed[]> };

/**
 * Plans all prompts. The leaves take turns, so that none is compared with more earlier rows than another.
 *
 * @param leaves The seeds of each leaf.
 */
export function planShares(leaves: readonly (readonly SkillSeed[])[]): Share[] {
  const pool = leaves.flatMap((seeds, leaf) => seeds.map((seed) => ({ leaf, seed })));
  return Array.from({ length: design.promptsPerLeaf }, (_, round) =>
    leaves.map((seeds, leaf): Share => {
      const key = `${design.seed}:${leaf}:${round}`;
      const own = draw(seeds, design.seedsShown, `${key}:local`, ({ id }) => id);
      return {
        leaf,
        sampling: teacherSeed(key),
        examples: {
          local: own.map((seed) => ({ leaf, seed })),
          uniform: drawFew(pool, design.seedsShown, `${key}:uniform`),
          balanced: drawBalanced(leaves, `${key}:balanced`),
        },
      };
    }),
  ).flat();
}

/** First a leaf, each as likely as any other, then one of its seeds; never the same seed twice. */
function drawBalanced(leaves: readonly (readonly SkillSeed[])[], key: string): DrawnSeed[] {
  const drawn: DrawnSeed[] = [];
  for (let place = 0; place < design.seedsShown; place += 1) {
    const [leaf = 0] = drawFew([...leaves.keys()], 1, `${key}:${place}:leaf`);
    const taken = new Set(drawn.map(({ seed }) => seed));
    const free = (leaves[leaf] ?? []).filter((seed) => !taken.has(seed));
    drawn.push(...drawFew(free, 1, `${key}:${place}:seed`).map((seed) => ({ leaf, seed })));
  }
  return drawn;
}
