import type { Database } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';

/** Records the download of a file of a version in the audit log. */
export async function recordDownload(
  db: Database,
  actor: Actor,
  { versionId, ...detail }: { versionId: string; exportId?: string; name: string },
): Promise<void> {
  await db.$transaction((tx) =>
    recordAudit(tx, {
      actorId: actor.id,
      action: 'datasets.download',
      subjectType: 'version',
      subjectId: versionId,
      detail,
    }),
  );
}
