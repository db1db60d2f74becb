import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '@/bin/database/migrate';
import { connect } from '@/prisma/client';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { SearchQuery } from '@/taxonomy/tree/contract';
import { searchNodes } from '@/taxonomy/tree/search-nodes';
import { query, urlOf } from '../../support/postgres';
import { makeFreeform } from '../../support/seeds-factories';
import { curator, makeBranch } from '../../support/tree-factories';

const name = `seedleaf_test_plain_${randomUUID().slice(0, 8)}`;
const url = urlOf(name);

/** A database that refuses extensions, as managed servers refuse those that are not on their list. */
async function makeDatabase(): Promise<void> {
  await query(`CREATE DATABASE ${name}`);
  await query(
    `CREATE FUNCTION refuse_extension() RETURNS event_trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE insufficient_privilege USING MESSAGE = 'no extensions here'; END $$;
     CREATE EVENT TRIGGER refuse_extensions ON ddl_command_start WHEN TAG IN ('CREATE EXTENSION')
       EXECUTE FUNCTION refuse_extension();`,
    url,
  );
}

async function countOf(sql: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rowCount;
}

describe('a database without pg_trgm', () => {
  afterAll(() => query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));

  it('is migrated without it, and finds nodes by their path and leaves by their seeds', async () => {
    await makeDatabase();
    await expect(query('CREATE EXTENSION pg_trgm', url)).rejects.toThrow('no extensions here');
    expect(await migrate(url)).not.toEqual([]);
    expect(await countOf("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")).toBe(0);
    expect(await countOf("SELECT 1 FROM pg_indexes WHERE indexname = 'SeedText_text_trigrams'")).toBe(0);

    const db = connect(url);
    try {
      const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
      const { id } = await createLeaf(db, curator, { parentId: root.id, name: 'rhymes', leafKind: 'freeform' });
      await saveLeaf(db, curator, id, { baseVersion: 1, content: makeFreeform() });
      const found = async (q: string) => (await searchNodes(db, taxonomyId, SearchQuery.parse({ q }))).items;
      expect(await found('RHYM')).toMatchObject([{ node: { id }, excerpt: null }]);
      expect(await found('rhymes planet')).toMatchObject([{ node: { id }, excerpt: expect.stringMatching(/planet/i) }]);
      expect(await found('no such word')).toEqual([]);
    } finally {
      await db.$disconnect();
    }
  });
});
