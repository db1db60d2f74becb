-- Attempts that were not the job's fault (a worker that drained, a teacher that was busy) are told apart from
-- those that count towards giving up, while `attempts` itself only ever grows: it is the fencing token.
ALTER TABLE "Job" ADD COLUMN "spared" INTEGER NOT NULL DEFAULT 0;

-- The jobs of one run are claimed in order without looking at those of another.
DROP INDEX "Job_groupId_idx";
CREATE INDEX "Job_groupId_dueAt_priority_ordinal_idx" ON "Job" ("groupId", "dueAt", "priority", "ordinal");
