-- Texts of a test, such as a benchmark, that no sample may be like.
CREATE TABLE "EvaluationSet" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "texts" INTEGER NOT NULL DEFAULT 0,
  "characters" INTEGER NOT NULL DEFAULT 0,
  "addedById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "readyAt" TIMESTAMPTZ(3),
  "removedAt" TIMESTAMPTZ(3),

  CONSTRAINT "EvaluationSet_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "EvaluationSet_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "EvaluationSet_addedById_fkey" FOREIGN KEY ("addedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "EvaluationSet_taxonomyId_idx" ON "EvaluationSet"("taxonomyId");
CREATE INDEX "EvaluationSet_addedById_idx" ON "EvaluationSet"("addedById");
CREATE UNIQUE INDEX "EvaluationSet_one_per_name" ON "EvaluationSet" ("taxonomyId", lower("name")) WHERE "removedAt" IS NULL;

CREATE TABLE "EvaluationText" (
  "setId" UUID NOT NULL,
  "line" INTEGER NOT NULL,
  "text" TEXT NOT NULL,

  CONSTRAINT "EvaluationText_pkey" PRIMARY KEY ("setId", "line"),
  CONSTRAINT "EvaluationText_setId_fkey" FOREIGN KEY ("setId") REFERENCES "EvaluationSet"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- Runs rely on the texts that they started with.
CREATE TRIGGER texts_stay BEFORE UPDATE ON "EvaluationText" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
