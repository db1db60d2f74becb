-- Trainings that people run with a trainer of theirs, followed by the trainer's own logs.
CREATE TABLE "TrainingRun" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "folder" TEXT NOT NULL,
  "versionId" UUID,
  "journal" JSONB,
  "startedById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "stoppedAt" TIMESTAMPTZ(3),

  CONSTRAINT "TrainingRun_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "TrainingRun_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "TrainingRun_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT "TrainingRun_startedById_fkey" FOREIGN KEY ("startedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX "TrainingRun_taxonomyId_name_key" ON "TrainingRun"("taxonomyId", "name");
CREATE INDEX "TrainingRun_taxonomyId_createdAt_id_idx" ON "TrainingRun"("taxonomyId", "createdAt", "id");
CREATE INDEX "TrainingRun_versionId_idx" ON "TrainingRun"("versionId");
CREATE INDEX "TrainingRun_startedById_idx" ON "TrainingRun"("startedById");

CREATE TABLE "TrainingPhase" (
  "id" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "folder" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "trainer" TEXT NOT NULL,
  "startedAt" TIMESTAMPTZ(3),
  "lastAt" TIMESTAMPTZ(3),
  "isFinished" BOOLEAN NOT NULL DEFAULT false,
  "totalSteps" INTEGER,
  "totalEpochs" DOUBLE PRECISION,

  CONSTRAINT "TrainingPhase_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "TrainingPhase_runId_fkey" FOREIGN KEY ("runId") REFERENCES "TrainingRun"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "TrainingPhase_runId_folder_key" ON "TrainingPhase"("runId", "folder");

CREATE TABLE "TrainingPoint" (
  "phaseId" UUID NOT NULL,
  "step" INTEGER NOT NULL,
  "loss" DOUBLE PRECISION,
  "validationLoss" DOUBLE PRECISION,
  "learningRate" DOUBLE PRECISION,
  "gradientNorm" DOUBLE PRECISION,
  "epoch" DOUBLE PRECISION,
  "stepTokens" BIGINT,
  "totalTokens" BIGINT,
  "isBroken" BOOLEAN NOT NULL DEFAULT false,
  "at" TIMESTAMPTZ(3),

  CONSTRAINT "TrainingPoint_pkey" PRIMARY KEY ("phaseId", "step"),
  CONSTRAINT "TrainingPoint_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "TrainingPhase"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "TrainingCheckpoint" (
  "phaseId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "step" INTEGER,
  "samples" INTEGER,
  "at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "TrainingCheckpoint_pkey" PRIMARY KEY ("phaseId", "name"),
  CONSTRAINT "TrainingCheckpoint_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "TrainingPhase"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
