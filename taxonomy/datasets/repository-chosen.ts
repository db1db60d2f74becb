import { Prisma } from '@/prisma/generated/client';
import type { Recipe } from './contract-recipe';
import { takenPipelines } from './taken-pipelines';

/** A leaf of a version's scope. */
export type ChosenLeaf = {
  id: string;
  /** Its place: ids of its folders from the branch down, then its own. */
  nodeIds: string[];
  isFoundational: boolean;
};

/** The leaves as a table `leaf (id, foundational)`. */
export const leafTable = (leaves: readonly ChosenLeaf[]) => Prisma.sql`
  unnest(${leaves.map(({ id }) => id)}::text[], ${leaves.map(({ isFoundational }) => isFoundational)}::boolean[])
    AS leaf (id, foundational)`;

/** The samples `s` that a recipe chooses, of leaves that are joined to them. */
export function isChosen(recipe: Pick<Recipe, 'selection'>) {
  const { runs, teachers, isPendingTaken, minimumScores } = recipe.selection;
  const { only, never } = takenPipelines(recipe.selection);
  const conditions = [
    // Not as a parameter: the index of approved samples is only used for what is certainly approved.
    isPendingTaken ? Prisma.sql`s.status IN ('approved', 'pending')` : Prisma.sql`s.status = 'approved'`,
    only.length > 0 ? Prisma.sql`s.pipeline = ANY(${only}::text[])` : Prisma.sql`s.pipeline <> ALL(${never}::text[])`,
    ...(runs.length > 0 ? [Prisma.sql`s."runId" = ANY(${runs}::uuid[])`] : []),
    ...(teachers.length > 0
      ? [Prisma.sql`s."runId" IN (SELECT id FROM "Run" WHERE "teacherId" = ANY(${teachers}::uuid[]))`]
      : []),
    ...minimumScores.map(
      ({ step, score }) => Prisma.sql`coalesce((
        SELECT judgement.score FROM "Judgement" judgement
         WHERE judgement."sampleId" = s.id AND judgement.step = ${step} ORDER BY judgement.id DESC LIMIT 1
      ) >= ${score}::float8, true)`,
    ),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** The place in `parts` of a sample `s` of a joined `leaf`. */
export const partOf = ({ shortAnswerTokens }: Pick<Recipe, 'shortAnswerTokens'>) => Prisma.sql`
  (CASE WHEN s.kind <> 'knowledge' AND NOT leaf.foundational THEN 4
        ELSE CASE WHEN s.kind = 'knowledge' THEN 0 ELSE 2 END
           + CASE WHEN s."answerTokens" <= ${shortAnswerTokens}::int THEN 0 ELSE 1 END END)`;
