ALTER TABLE "Run" ADD COLUMN "judgeTeacherId" UUID;
ALTER TABLE "Run" ADD CONSTRAINT "Run_judgeTeacherId_fkey" FOREIGN KEY ("judgeTeacherId") REFERENCES "Teacher"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Requests that are recorded already were for the only teacher of their run.
ALTER TABLE "WaitingCall" ADD COLUMN "teacherId" UUID;
UPDATE "WaitingCall" w SET "teacherId" = r."teacherId" FROM "Run" r WHERE r.id = w."runId";
ALTER TABLE "WaitingCall" ALTER COLUMN "teacherId" SET NOT NULL;

ALTER TABLE "TeacherCall" ADD COLUMN "teacherId" UUID;

ALTER TABLE "Judgement" ADD COLUMN "votes" JSONB;

ALTER TABLE "Sample" ADD COLUMN "heldReason" TEXT, ADD COLUMN "isDisputed" BOOLEAN NOT NULL DEFAULT false;

-- Few samples are held or disputed, so their lists need small indexes only.
CREATE INDEX "Sample_held" ON "Sample" ("taxonomyId", status, seq) WHERE "heldReason" IS NOT NULL;
CREATE INDEX "Sample_held_of_run" ON "Sample" ("runId", status, seq) WHERE "heldReason" IS NOT NULL;
CREATE INDEX "Sample_disputed" ON "Sample" ("taxonomyId", status, seq) WHERE "isDisputed";
CREATE INDEX "Sample_disputed_of_run" ON "Sample" ("runId", status, seq) WHERE "isDisputed";
