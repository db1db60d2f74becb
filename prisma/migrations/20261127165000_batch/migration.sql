ALTER TABLE "WaitingCall" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "failedLine" TEXT, ADD COLUMN "batchId" UUID;

-- Requests of a run that were sent to the batch API of a teacher's server together.
CREATE TYPE "RemoteBatchState" AS ENUM ('sending', 'sent', 'ended', 'failed');
CREATE TABLE "RemoteBatch" (
  "id" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "teacherId" UUID NOT NULL,
  "remoteId" TEXT,
  "requests" INTEGER NOT NULL,
  "answered" INTEGER NOT NULL DEFAULT 0,
  "state" "RemoteBatchState" NOT NULL DEFAULT 'sending',
  "error" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "endedAt" TIMESTAMPTZ(3),

  CONSTRAINT "RemoteBatch_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "RemoteBatch_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "RemoteBatch_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "Teacher"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "RemoteBatch_runId_state_idx" ON "RemoteBatch"("runId", "state");
CREATE INDEX "WaitingCall_batchId_idx" ON "WaitingCall"("batchId");
ALTER TABLE "WaitingCall" ADD CONSTRAINT "WaitingCall_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "RemoteBatch"("id") ON DELETE SET NULL ON UPDATE CASCADE;
