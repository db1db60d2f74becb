import path from 'node:path';
import { curator } from './tree-factories';
import type { Database } from '@/prisma/client';
import { ImportReport } from '@/taxonomy/seeds/contract';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { openSource } from '@/taxonomy/seeds/import/open-source';
import type { SourceFile } from '@/taxonomy/seeds/import/source';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';

/** Imports a folder or a .zip, as the command line does. */
export async function importFrom(db: Database, source: string, options: { isDryRun?: boolean } = {}) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const { files, close } = await openSource(source);
  const request = { taxonomyId, files, shownName: path.basename(source), isDryRun: options.isDryRun ?? false };
  const result = await importTaxonomy(db, curator, request).finally(close);
  ImportReport.parse(result.report);
  return result;
}

/** Files of a source, by path and text. */
export const files = (contents: Record<string, string>): SourceFile[] =>
  Object.entries(contents).map(([name, text]) => ({
    path: name,
    sizeBytes: Buffer.byteLength(text),
    read: () => Promise.resolve(Buffer.from(text)),
  }));

/** Imports files by path and text. */
export async function importFiles(db: Database, contents: Record<string, string>) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const source = { taxonomyId, files: files(contents), shownName: 'test', isDryRun: false };
  return (await importTaxonomy(db, curator, source)).report;
}

/** A qna.yaml of a skill with this task. */
export const skill = (task: string) =>
  `version: 3\ncreated_by: ada\ntask_description: ${task}\nseed_examples:\n${[1, 2, 3, 4, 5].map((n) => `  - question: Question ${n}?\n    answer: Answer ${n}.\n`).join('')}`;
