import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import type { FormatOptions } from './contract';
import type { ExportPreview } from './contract-export';
import { knownFormat } from './export';
import { formats } from './formats';
import { openVersion } from './read-rows';
import { loadVersion, placeOfPhase } from './versions';
import type { Split } from './vocabulary-limits';

/** So that long rows do not fill memory; a hundred usual ones are a tenth of it. */
const MOST_CHARACTERS = 4_000_000;

type Previewed = { format: string; options?: FormatOptions; phase: string; split: Split; limit: number };

/**
 * The first rows of a phase and split, exactly as an export in the format would write them. Each kind of file (such as
 * LLaMA-Factory's two) has up to `limit` rows.
 *
 * @throws DomainError `not_found` when the version has no such phase; `conflict` when it is not published; `invalid` for
 * unknown formats, wrong options, and rows that the format cannot hold.
 */
export async function previewExport(
  db: Database,
  versionId: string,
  { format: name, options = {}, phase, split, limit }: Previewed,
): Promise<ExportPreview> {
  const format = formats[knownFormat(name)];
  const chosen = format.options(options);
  const version = await loadVersion(db, versionId);
  if (!version.manifest) throw new DomainError('conflict', 'This version is not published yet. Wait for it.');
  placeOfPhase(version.recipe, phase);
  const source = await openVersion(db, version, version.manifest);
  const shown: ExportPreview['files'] = [];
  let left = MOST_CHARACTERS;
  for (const part of format.parts(source, chosen)) {
    if ((part.phase !== null && part.phase !== phase) || part.split !== split || part.continues) continue;
    const rows: string[] = [];
    for (const row of await part.preview(limit)) {
      left -= row.length;
      if (left < 0 && rows.length > 0) break;
      rows.push(row);
    }
    if (rows.length > 0) shown.push({ name: part.name, head: part.head ?? null, rows });
  }
  return { isBinary: format.isBinary, files: shown };
}
