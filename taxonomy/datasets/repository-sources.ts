import type { Db } from '@/prisma/client';
import { Manifest } from './contract-manifest';
import type { PhaseRule } from './contract-recipe';
import type { Amount } from './plan-version';

/** A version or an imported dataset that a recipe replays from. */
export type OtherSource = {
  id: string;
  /** Such as “birds@1”. */
  name: string;
  isReady: boolean;
  /** Rows that can be replayed, in total and by phase; only versions have phases. */
  all: Amount;
  byPhase: ReadonlyMap<string, Amount>;
};

/** The versions and imported datasets of this taxonomy that phases replay from, by id. */
export async function selectOtherSources(
  db: Db,
  taxonomyId: string,
  phases: readonly PhaseRule[],
): Promise<Map<string, OtherSource>> {
  const sources = phases.flatMap(({ replay }) => replay.map(({ source }) => source));
  const versionIds = sources.flatMap((source) => (source.from === 'version' ? [source.versionId] : []));
  const setIds = sources.flatMap((source) => (source.from === 'imported' ? [source.setId] : []));
  const versions =
    versionIds.length === 0
      ? []
      : await db.datasetVersion.findMany({
          where: { id: { in: versionIds }, dataset: { taxonomyId } },
          include: { dataset: { select: { name: true } } },
        });
  const sets = setIds.length === 0 ? [] : await db.importedSet.findMany({ where: { id: { in: setIds }, taxonomyId } });
  return new Map([
    ...versions.map(({ id, number, dataset, state, manifest }): [string, OtherSource] => {
      const own = (Manifest.nullable().parse(manifest)?.phases ?? []).map(
        (phase) => [phase.key, { rows: phase.own, bytes: phase.ownBytes }] as const,
      );
      return [
        id,
        {
          id,
          name: `${dataset.name}@${number}`,
          isReady: state === 'published',
          all: own.reduce((sum, [, { rows, bytes }]) => ({ rows: sum.rows + rows, bytes: sum.bytes + bytes }), nothing),
          byPhase: new Map(own),
        },
      ];
    }),
    ...sets.map(({ id, name, rows, bytes, contentHash }): [string, OtherSource] => [
      id,
      { id, name, isReady: contentHash !== null, all: { rows, bytes: Number(bytes) }, byPhase: new Map() },
    ]),
  ]);
}

const nothing: Amount = { rows: 0, bytes: 0 };
