-- Samples that were imported from a file into a leaf, to be reviewed. They have an import in place of a run.
CREATE TYPE "SampleImportState" AS ENUM ('reading', 'adding', 'done', 'cancelled', 'failed');

CREATE TABLE "SampleImport" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "leafId" TEXT NOT NULL,
  "revisionId" UUID NOT NULL,
  "file" TEXT NOT NULL,
  "licence" TEXT NOT NULL DEFAULT '',
  "source" TEXT NOT NULL DEFAULT '',
  "state" "SampleImportState" NOT NULL DEFAULT 'reading',
  "rows" INTEGER NOT NULL DEFAULT 0,
  "added" INTEGER NOT NULL DEFAULT 0,
  "refused" INTEGER NOT NULL DEFAULT 0,
  "systemPrompts" INTEGER NOT NULL DEFAULT 0,
  "earlierMessages" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "createdById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finishedAt" TIMESTAMPTZ(3),

  CONSTRAINT "SampleImport_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "SampleImport_adds_up" CHECK ("added" >= 0 AND "refused" >= 0 AND "added" + "refused" <= "rows"),
  CONSTRAINT "SampleImport_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "SampleImport_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT "SampleImport_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "LeafRevision"("id") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT "SampleImport_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "SampleImport_taxonomyId_createdAt_id_idx" ON "SampleImport"("taxonomyId", "createdAt", "id");
CREATE INDEX "SampleImport_leafId_idx" ON "SampleImport"("leafId");
CREATE INDEX "SampleImport_revisionId_idx" ON "SampleImport"("revisionId");
CREATE INDEX "SampleImport_createdById_idx" ON "SampleImport"("createdById");

CREATE TABLE "SampleImportRow" (
  "importId" UUID NOT NULL,
  "line" INTEGER NOT NULL,
  "context" TEXT,
  "question" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "reason" TEXT,
  "detail" TEXT,

  CONSTRAINT "SampleImportRow_pkey" PRIMARY KEY ("importId", "line"),
  CONSTRAINT "SampleImportRow_importId_fkey" FOREIGN KEY ("importId") REFERENCES "SampleImport"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "SampleImportRow_waiting" ON "SampleImportRow" ("importId", "line") WHERE "reason" IS NULL;

-- ── a sample is of a run or of an import ──
ALTER TABLE "Sample" ALTER COLUMN "runId" DROP NOT NULL;
ALTER TABLE "Sample" ADD COLUMN "importId" UUID;
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_importId_fkey" FOREIGN KEY ("importId") REFERENCES "SampleImport"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_has_one_origin" CHECK (("runId" IS NULL) <> ("importId" IS NULL));
-- An import's calls are none, so nobody can count its samples as made by a teacher.
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_imported_is_not_made" CHECK ("importId" IS NULL OR (pipeline = 'imported' AND NOT "isPractice" AND provenance->'calls' = '[]'));
CREATE INDEX "Sample_imported" ON "Sample"("importId") WHERE "importId" IS NOT NULL;

-- Only the samples of runs are counted by run.
CREATE OR REPLACE FUNCTION seedleaf_count_added_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RunSampleCount" ("runId", "leafId", status, n)
  SELECT "runId", "leafId", status, count(*) FROM added WHERE "runId" IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("runId", "leafId", status) DO UPDATE SET n = "RunSampleCount".n + excluded.n;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION seedleaf_count_decided_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- All counters of the statement in one order, so that two statements never wait for each other.
  INSERT INTO "RunSampleCount" AS counted ("runId", "leafId", status, n)
  SELECT "runId", "leafId", status, 0
    FROM (SELECT before."runId", before."leafId", unnest(ARRAY[before.status, after.status]) AS status
            FROM before JOIN after ON after.id = before.id
           WHERE before.status <> after.status AND before."runId" IS NOT NULL) AS touched
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("runId", "leafId", status) DO UPDATE SET n = counted.n;
  UPDATE "RunSampleCount" counted SET n = counted.n + changed.n
    FROM (SELECT "runId", "leafId", status, sum(n) AS n
            FROM (SELECT before."runId", before."leafId", before.status, -1 AS n
                    FROM before JOIN after ON after.id = before.id WHERE before.status <> after.status
                   UNION ALL
                  SELECT after."runId", after."leafId", after.status, 1
                    FROM before JOIN after ON after.id = before.id WHERE before.status <> after.status) AS each
           GROUP BY 1, 2, 3) AS changed
   WHERE counted."runId" = changed."runId" AND counted."leafId" = changed."leafId" AND counted.status = changed.status;
  RETURN NULL;
END $$;

DROP TRIGGER origin_of_published ON "Sample";
CREATE TRIGGER origin_of_published BEFORE UPDATE OF id, kind, "leafId", "runId", "importId", "isPractice", provenance, "revisionId", "chunkId" ON "Sample" FOR EACH ROW
  WHEN ((OLD.id, OLD.kind, OLD."leafId", OLD."runId", OLD."importId", OLD."isPractice", OLD.provenance, OLD."revisionId", OLD."chunkId")
        IS DISTINCT FROM (NEW.id, NEW.kind, NEW."leafId", NEW."runId", NEW."importId", NEW."isPractice", NEW.provenance, NEW."revisionId", NEW."chunkId"))
  EXECUTE FUNCTION seedleaf_guard_origin();
