import { connect, type Database } from '@/prisma/client';
import { scenarios, seedScenario } from '@/prisma/seed';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { makePerson } from '../support/accounts-factories';
import { startServer } from '../support/server';

/** A running Seedleaf with 10,000 nodes and 100,000 samples, and signed-in people. */
export type LargeServer = {
  url: string;
  db: Database;
  taxonomyId: string;
  /** A `cookie` header for each person. */
  cookies: string[];
  dispose: () => Promise<void>;
};

/** @param people How many people; the first is an owner, the others are curators. */
export async function startLargeServer(people: number): Promise<LargeServer> {
  const server = await startServer();
  const db = connect(server.databaseUrl, 3);
  const dispose = async () => {
    await db.$disconnect();
    await server.dispose();
  };
  try {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    await seedScenario(db, taxonomyId, scenarios.large, (message) => console.error(message));
    const cookies: string[] = [];
    for (let i = 0; i < people; i++) cookies.push(await signIn(db, server.url, i === 0 ? 'owner' : 'curator'));
    return { url: server.url, db, taxonomyId, cookies, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Makes a person and signs them in. @returns Their `cookie` header. */
export async function signIn(db: Database, url: string, role: 'owner' | 'curator'): Promise<string> {
  const { person, password } = await makePerson(db, role);
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: person.email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in failed: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Paths of one page of each kind: the leaf with the most to review, its folder, its branch, a sample, the run. */
export async function placesIn({ db, taxonomyId }: LargeServer) {
  const count = await db.sampleCount.findFirstOrThrow({ where: { status: 'pending' }, orderBy: { n: 'desc' } });
  const leaf = await db.node.findUniqueOrThrow({ where: { id: count.leafId } });
  const [branchId = leaf.id] = leaf.path.split('/');
  const sample = await db.sample.findFirstOrThrow({ where: { leafId: leaf.id } });
  const run = await db.run.findFirstOrThrow({ where: { taxonomyId } });
  return { leafId: leaf.id, folderId: leaf.parentId ?? leaf.id, branchId, sampleId: sample.id, runId: run.id };
}
