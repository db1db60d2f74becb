-- Several opinions on a sample: of judge steps now, of people later.
CREATE TABLE "Judgement" (
    "id" BIGSERIAL NOT NULL,
    "sampleId" UUID NOT NULL,
    "step" TEXT,
    "callKey" TEXT,
    "judgeId" TEXT,
    "label" TEXT NOT NULL,
    "score" DOUBLE PRECISION,
    "scale" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Judgement_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Judgement_of_a_step_or_a_person" CHECK (("step" IS NULL) <> ("judgeId" IS NULL))
);
CREATE INDEX "Judgement_sampleId_id_idx" ON "Judgement"("sampleId", "id");
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_judgeId_fkey" FOREIGN KEY ("judgeId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- It goes with its sample, but it is never changed.
CREATE TRIGGER never_changed BEFORE UPDATE ON "Judgement" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change();
ALTER TABLE "Sample" DROP COLUMN "scores";

-- The queue of any subtree, in order: one walk along what waits, with the path read from the index.
CREATE INDEX "Sample_pending" ON "Sample" ("taxonomyId", "seq", "path") WHERE "status" = 'pending';
CREATE INDEX "Sample_runId_status_seq_idx" ON "Sample"("runId", "status", "seq");
