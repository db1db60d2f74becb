import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A zip of texts by name. `mode` is the Unix mode of all entries. */
export async function makeZip(entries: Record<string, string | Buffer>, mode = 0o100644): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  return buffer(Readable.from(zip.outputStream));
}

/** The same zip with an entry's name changed to one that no normal program writes; both have the same length. */
export function renameInZip(zip: Buffer, name: string, evil: string): Buffer {
  if (name.length !== evil.length) throw new Error('names of one length only');
  return Buffer.from(zip.toString('latin1').replaceAll(name, evil), 'latin1');
}
