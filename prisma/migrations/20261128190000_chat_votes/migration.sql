-- Votes on the answers of two models to the same questions.
CREATE TYPE "ChatChoice" AS ENUM ('left', 'right', 'both', 'neither');

CREATE TABLE "ChatVote" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "requestKey" UUID NOT NULL,
  "versionId" UUID,
  "leftTeacherId" UUID NOT NULL,
  "leftModel" TEXT NOT NULL,
  "rightTeacherId" UUID NOT NULL,
  "rightModel" TEXT NOT NULL,
  "turns" JSONB NOT NULL,
  "choice" "ChatChoice" NOT NULL,
  "isBlind" BOOLEAN NOT NULL,
  "createdById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "ChatVote_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ChatVote_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "ChatVote_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "ChatVote_leftTeacherId_fkey" FOREIGN KEY ("leftTeacherId") REFERENCES "Teacher"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "ChatVote_rightTeacherId_fkey" FOREIGN KEY ("rightTeacherId") REFERENCES "Teacher"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "ChatVote_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT "ChatVote_two_models" CHECK ("leftTeacherId" <> "rightTeacherId")
);
CREATE UNIQUE INDEX "ChatVote_requestKey_key" ON "ChatVote"("requestKey");
CREATE INDEX "ChatVote_taxonomyId_createdAt_id_idx" ON "ChatVote"("taxonomyId", "createdAt", "id");
CREATE INDEX "ChatVote_versionId_idx" ON "ChatVote"("versionId");
CREATE INDEX "ChatVote_leftTeacherId_idx" ON "ChatVote"("leftTeacherId");
CREATE INDEX "ChatVote_rightTeacherId_idx" ON "ChatVote"("rightTeacherId");
CREATE INDEX "ChatVote_createdById_idx" ON "ChatVote"("createdById");
