-- Thresholds of judges: settings of a taxonomy, a leaf or a run. A finished run can be decided on again with others.
ALTER TYPE "SampleStatus" ADD VALUE 'withdrawn';
CREATE TYPE "ThresholdChangeState" AS ENUM ('applying', 'done');

CREATE TABLE "Threshold" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "leafId" TEXT,
  "step" TEXT NOT NULL,
  "atLeast" DOUBLE PRECISION NOT NULL,
  "setById" TEXT NOT NULL,
  "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "Threshold_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Threshold_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "Threshold_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "Threshold_setById_fkey" FOREIGN KEY ("setById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "Threshold_leafId_idx" ON "Threshold"("leafId");
CREATE UNIQUE INDEX "Threshold_one_per_scope" ON "Threshold" ("taxonomyId", coalesce("leafId", ''), "step");

ALTER TABLE "RunLeaf" ADD COLUMN "thresholds" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "JudgedRow" (
  "sampleId" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "leafId" TEXT NOT NULL,
  "pipeline" TEXT NOT NULL,
  "itemId" UUID NOT NULL,
  "itemOrdinal" INTEGER NOT NULL,
  "grades" JSONB NOT NULL,
  "isRefused" BOOLEAN NOT NULL DEFAULT false,
  "missing" INTEGER NOT NULL DEFAULT 0,
  "isDropped" BOOLEAN NOT NULL DEFAULT false,
  "sample" JSONB,

  CONSTRAINT "JudgedRow_pkey" PRIMARY KEY ("sampleId"),
  CONSTRAINT "JudgedRow_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "JudgedRow_runId_leafId_itemOrdinal_idx" ON "JudgedRow"("runId", "leafId", "itemOrdinal");
-- The texts lie apart, so that counting the rows of a run does not read them.
ALTER TABLE "JudgedRow" SET (toast_tuple_target = 128);

-- Samples of earlier runs can leave too; their dropped rows have too little to come back.
-- Held samples wait for a person, whatever the thresholds are.
INSERT INTO "JudgedRow" ("sampleId", "runId", "leafId", "pipeline", "itemId", "itemOrdinal", "grades")
SELECT s.id, s."runId", s."leafId", s.pipeline, s."itemId", s."itemOrdinal", jsonb_object_agg(j.step, j.score)
  FROM "Sample" s JOIN "Judgement" j ON j."sampleId" = s.id AND j.step IS NOT NULL AND j.score IS NOT NULL
 WHERE s."heldReason" IS NULL
 GROUP BY s.id;

-- Whether every grade of a row is good enough. Steps without a threshold decide nothing.
CREATE FUNCTION seedleaf_passes(grades jsonb, thresholds jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM jsonb_each(grades) AS grade
                      WHERE (grade.value)::float8 < (thresholds->>grade.key)::float8)
$$;

CREATE TABLE "ThresholdChange" (
  "id" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "requestKey" TEXT NOT NULL,
  "before" JSONB NOT NULL,
  "after" JSONB NOT NULL,
  "undoesId" UUID,
  "state" "ThresholdChangeState" NOT NULL DEFAULT 'applying',
  "leaves" INTEGER NOT NULL,
  "leavesDone" INTEGER NOT NULL DEFAULT 0,
  "back" INTEGER NOT NULL DEFAULT 0,
  "gone" INTEGER NOT NULL DEFAULT 0,
  "duplicates" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "byId" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finishedAt" TIMESTAMPTZ(3),

  CONSTRAINT "ThresholdChange_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ThresholdChange_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "ThresholdChange_undoesId_fkey" FOREIGN KEY ("undoesId") REFERENCES "ThresholdChange"("id") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT "ThresholdChange_byId_fkey" FOREIGN KEY ("byId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX "ThresholdChange_requestKey_key" ON "ThresholdChange"("requestKey");
CREATE UNIQUE INDEX "ThresholdChange_undoesId_key" ON "ThresholdChange"("undoesId");
CREATE INDEX "ThresholdChange_runId_createdAt_id_idx" ON "ThresholdChange"("runId", "createdAt", "id");
-- One change of a run at a time.
CREATE UNIQUE INDEX "ThresholdChange_one_at_a_time" ON "ThresholdChange" ("runId") WHERE "state" = 'applying';

CREATE TABLE "RowChange" (
  "changeId" UUID NOT NULL,
  "sampleId" UUID NOT NULL,
  "outcome" TEXT NOT NULL,
  "detail" TEXT,

  CONSTRAINT "RowChange_pkey" PRIMARY KEY ("changeId", "sampleId"),
  CONSTRAINT "RowChange_changeId_fkey" FOREIGN KEY ("changeId") REFERENCES "ThresholdChange"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "RowChange_outcome" CHECK ("outcome" IN ('back', 'gone', 'duplicate'))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "RowChange" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
