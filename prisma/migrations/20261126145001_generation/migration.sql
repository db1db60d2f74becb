-- ── what a run asked with, and its limits ──
ALTER TABLE "Run"
  ADD COLUMN "prompts" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "continuesId" UUID,
  ADD COLUMN "maxTokens" BIGINT,
  ADD COLUMN "paused" BOOLEAN NOT NULL DEFAULT false;

-- ── a leaf may go through several pipelines in one run ──
ALTER TABLE "RunLeaf" ADD COLUMN "target" INTEGER, DROP CONSTRAINT "RunLeaf_pkey", ADD CONSTRAINT "RunLeaf_pkey" PRIMARY KEY ("runId", "leafId", "pipeline");
ALTER TABLE "RunItem" ADD COLUMN "pipeline" TEXT NOT NULL;
ALTER TABLE "StepCount" ADD COLUMN "pipeline" TEXT NOT NULL, DROP CONSTRAINT "StepCount_pkey", ADD CONSTRAINT "StepCount_pkey" PRIMARY KEY ("runId", "leafId", "pipeline", "step");
ALTER TABLE "DroppedRow" ADD COLUMN "pipeline" TEXT NOT NULL;
ALTER TABLE "Sample" ADD COLUMN "pipeline" TEXT NOT NULL, ADD COLUMN "revisionId" UUID NOT NULL, ADD COLUMN "chunkId" UUID;
-- The items of a leaf that have not ended: the first of them says whose turn it is.
CREATE INDEX "RunItem_open" ON "RunItem" ("runId", "leafId", ordinal) WHERE state IN ('planned', 'queued', 'waiting');

-- ── rows whose turn has not come ──
CREATE TABLE "StagedItem" (
  "itemId" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "leafId" TEXT NOT NULL,
  "ordinal" INTEGER NOT NULL,
  "attempts" INTEGER NOT NULL,
  "rows" JSONB NOT NULL,
  CONSTRAINT "StagedItem_pkey" PRIMARY KEY ("itemId")
);
CREATE INDEX "StagedItem_runId_leafId_ordinal_idx" ON "StagedItem"("runId", "leafId", "ordinal");
ALTER TABLE "StagedItem" ADD CONSTRAINT "StagedItem_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── answers that come later ──
CREATE TABLE "WaitingCall" (
  "key" TEXT NOT NULL,
  "runId" UUID NOT NULL,
  "ownerId" UUID NOT NULL,
  "step" TEXT NOT NULL,
  "ordinal" TEXT NOT NULL,
  "prompt" TEXT NOT NULL,
  "promptVersion" INTEGER NOT NULL,
  "model" TEXT NOT NULL,
  "request" JSONB NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "WaitingCall_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "WaitingCall_runId_createdAt_idx" ON "WaitingCall"("runId", "createdAt");
ALTER TABLE "WaitingCall" ADD CONSTRAINT "WaitingCall_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TABLE "WaitingItem" (
  "itemId" UUID NOT NULL,
  "key" TEXT NOT NULL,
  CONSTRAINT "WaitingItem_pkey" PRIMARY KEY ("itemId", "key")
);
CREATE INDEX "WaitingItem_key_idx" ON "WaitingItem"("key");
ALTER TABLE "WaitingItem" ADD CONSTRAINT "WaitingItem_key_fkey" FOREIGN KEY ("key") REFERENCES "WaitingCall"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── samples of a run by leaf and status, counted in the statement that changes them ──
CREATE TABLE "RunSampleCount" (
  "runId" UUID NOT NULL,
  "leafId" TEXT NOT NULL,
  "status" "SampleStatus" NOT NULL,
  "n" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "RunSampleCount_pkey" PRIMARY KEY ("runId", "leafId", "status"),
  CONSTRAINT "RunSampleCount_not_negative" CHECK (n >= 0)
);
ALTER TABLE "RunSampleCount" ADD CONSTRAINT "RunSampleCount_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION seedleaf_count_added_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RunSampleCount" ("runId", "leafId", status, n)
  SELECT "runId", "leafId", status, count(*) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("runId", "leafId", status) DO UPDATE SET n = "RunSampleCount".n + excluded.n;
  RETURN NULL;
END $$;
CREATE FUNCTION seedleaf_count_removed_samples() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "RunSampleCount" c SET n = c.n - gone.n
    FROM (SELECT "runId", "leafId", status, count(*) AS n FROM removed GROUP BY 1, 2, 3) gone
   WHERE c."runId" = gone."runId" AND c."leafId" = gone."leafId" AND c.status = gone.status;
  RETURN NULL;
END $$;
CREATE FUNCTION seedleaf_count_decided_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "RunSampleCount" ("runId", "leafId", status, n) VALUES (NEW."runId", NEW."leafId", NEW.status, 1)
  ON CONFLICT ("runId", "leafId", status) DO UPDATE SET n = "RunSampleCount".n + 1;
  UPDATE "RunSampleCount" SET n = n - 1 WHERE "runId" = OLD."runId" AND "leafId" = OLD."leafId" AND status = OLD.status;
  RETURN NULL;
END $$;
CREATE TRIGGER count_added AFTER INSERT ON "Sample" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_added_samples();
CREATE TRIGGER count_removed AFTER DELETE ON "Sample" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION seedleaf_count_removed_samples();
CREATE TRIGGER count_decided AFTER UPDATE OF status ON "Sample" FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION seedleaf_count_decided_sample();

-- ── deleting on purpose ──
-- Rows that are only ever added to may still go with the taxonomy, run or document that they belong to, when a
-- transaction says so: SET LOCAL seedleaf.erase = 'on'. The audit log stays whatever is said.
CREATE FUNCTION seedleaf_refuse_change_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('seedleaf.erase', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER append_only ON "LeafRevision";
DROP TRIGGER append_only ON "TeacherCall";
DROP TRIGGER append_only ON "DroppedRow";
DROP TRIGGER append_only ON "Decision";
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "LeafRevision" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "TeacherCall" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "DroppedRow" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "Decision" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
