import type { LargestLeaves, Recipe } from './contract';
import type { Tally } from './repository-tally';

type Facts = {
  tally: Tally;
  leaves: LargestLeaves;
  recipe: Recipe;
  marks: { rows: number; marks: string[] };
  /** Approved samples that are left out because of their pipeline. */
  leftOut: number;
};

const SHOWN_MARKS = 6;

/** Warnings to read before a version is published, one sentence each. */
export function warningsOf({ tally, leaves, recipe, marks, leftOut }: Facts): string[] {
  const { knowledge_short: short, knowledge_long: long, skills, practice } = tally;
  const knowledge = short + long;
  const approved = knowledge + skills;
  const tokens = recipe.shortAnswerTokens.toLocaleString('en');
  const [heaviest] = leaves.largest;
  const warnings: [boolean, string][] = [
    [
      practice > 0,
      `The practice teacher wrote ${numberText(practice)} of ${numberText(approved)} approved samples. Their rows are marked; do not train on them.`,
    ],
    [marks.rows > 0, markWarning(marks)],
    [
      leftOut > 0 && recipe.pipelines.length === 0,
      `${numberText(leftOut)} approved samples are of baselines, which LAB is measured against, and are left out. To publish them instead, choose their pipelines (dataset publish --pipeline).`,
    ],
    [
      recipe.pipelines.length > 0,
      `Only samples of these pipelines are taken: ${recipe.pipelines.join(', ')}. ${numberText(leftOut)} approved samples of others are left out.`,
    ],
    [approved > 0 && knowledge === 0, 'No knowledge samples are approved, so there is nothing to replay.'],
    [approved > 0 && skills === 0, 'No skill samples are approved, so the last phase is empty.'],
    [
      long > 0 && short === 0,
      `All ${numberText(long)} knowledge answers are longer than ${tokens} tokens, so the first phase is empty.`,
    ],
    [
      short > 0 && long === 0,
      `All ${numberText(short)} knowledge answers have at most ${tokens} tokens, so the second phase is empty.`,
    ],
    [
      recipe.replayFraction === 0 && knowledge > 0 && skills > 0,
      `Replay is 0: no knowledge samples are repeated, so a model may forget them.`,
    ],
    [
      heaviest !== undefined && leaves.total > 1 && heaviest.rows * 2 > approved,
      `${heaviest?.path ?? ''} has ${numberText(heaviest?.rows ?? 0)} of ${numberText(approved)} approved samples, more than all other leaves together.`,
    ],
  ];
  return warnings.filter(([applies]) => applies).map(([, words]) => words);
}

function markWarning({ rows, marks }: Facts['marks']): string {
  const shown = marks.slice(0, SHOWN_MARKS).join(', ') + (marks.length > SHOWN_MARKS ? ', …' : '');
  const those = rows === 1 ? '1 approved sample contains' : `${numberText(rows)} approved samples contain`;
  return `${those} special tokens of chat templates as text: ${shown}. A tokenizer may read them as the end of a turn. The rows are not changed.`;
}

const numberText = (count: number): string => count.toLocaleString('en');
