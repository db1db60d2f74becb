import type { ChildProcess } from 'node:child_process';
import type { Database } from '@/prisma/client';
import { clientsOf } from '@/taxonomy/generation/teacher/clients';
import { serveModel } from '../../real-model/serve-model';
import { makeTeacher } from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';
import { thisMachine } from '../shared/machine';
import { arms } from './design';
import type { Share } from './draw-seeds';
import { writeRows } from './write-rows';
import type { WrittenPrompt, WrittenRows } from './written-rows';

/** The model's name at its server. */
const model = 'smollm2';
/** One, so that the order of additions is always the same. */
const THREADS = 1;

/**
 * Asks the model for the rows of all arms, one request after the other, so that a second run asks the same in the same
 * order. The arms take turns: whatever changes on the machine meanwhile changes for all of them.
 */
export async function askTeacher(
  db: Database,
  shares: readonly Share[],
  onStart: (server: ChildProcess) => void,
): Promise<WrittenRows> {
  const port = await serveModel(THREADS, onStart);
  const address = `http://127.0.0.1:${port}/v1`;
  const teacherId = await makeTeacher(db, address, { model, name: model, slots: 1, timeoutSeconds: 600 });
  const { client } = await clientsOf(db, teacherId, testAccess);
  const began = Date.now();
  const prompts: WrittenPrompt[] = [];
  for (const [i, { sampling, examples }] of shares.entries()) {
    for (const arm of arms) {
      const seeds = examples[arm].map(({ seed }) => seed);
      prompts.push({ share: i, arm, ...(await writeRows(client, seeds, sampling)) });
    }
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    if (i % 6 === 5) console.log(`${i + 1} of ${shares.length} prompts in each arm, ${minutes} min`);
  }
  await client.close();
  const minutes = Math.round((Date.now() - began) / 6_000) / 10;
  return { minutes, date: new Date().toISOString().slice(0, 10), machine: thisMachine(), prompts };
}
