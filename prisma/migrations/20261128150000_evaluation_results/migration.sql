-- Results of evaluations of trained models, read from the files of the tools that measured them.
CREATE TYPE "ResultSource" AS ENUM ('lm_eval', 'mt_bench', 'mmlu_branch', 'mt_bench_branch');
CREATE TYPE "ResultPart" AS ENUM ('benchmark', 'subtask', 'leaf');

CREATE TABLE "EvaluatedModel" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "baseName" TEXT,
  "checkpoint" TEXT NOT NULL DEFAULT '',
  "note" TEXT NOT NULL DEFAULT '',
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "EvaluatedModel_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "EvaluatedModel_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "EvaluatedModel_taxonomyId_name_key" ON "EvaluatedModel"("taxonomyId", "name");
CREATE INDEX "EvaluatedModel_taxonomyId_createdAt_id_idx" ON "EvaluatedModel"("taxonomyId", "createdAt", "id");

CREATE TABLE "EvaluationImport" (
  "id" UUID NOT NULL,
  "modelId" UUID NOT NULL,
  "source" "ResultSource" NOT NULL,
  "fileName" TEXT NOT NULL,
  "fileHash" TEXT NOT NULL,
  "sourceModel" TEXT,
  "errorRate" DOUBLE PRECISION,
  "resultCount" INTEGER NOT NULL,
  "evaluatedAt" TIMESTAMPTZ(3),
  "importedById" TEXT NOT NULL,
  "importedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "removedAt" TIMESTAMPTZ(3),
  "removedById" TEXT,

  CONSTRAINT "EvaluationImport_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "EvaluationImport_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "EvaluatedModel"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "EvaluationImport_importedById_fkey" FOREIGN KEY ("importedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT "EvaluationImport_removedById_fkey" FOREIGN KEY ("removedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT "EvaluationImport_error_rate" CHECK ("errorRate" BETWEEN 0 AND 1)
);
CREATE INDEX "EvaluationImport_modelId_importedAt_id_idx" ON "EvaluationImport"("modelId", "importedAt", "id");
CREATE INDEX "EvaluationImport_importedById_idx" ON "EvaluationImport"("importedById");
CREATE INDEX "EvaluationImport_removedById_idx" ON "EvaluationImport"("removedById");
CREATE UNIQUE INDEX "EvaluationImport_one_per_file" ON "EvaluationImport" ("modelId", "fileHash") WHERE "removedAt" IS NULL;

CREATE TABLE "EvaluationResult" (
  "importId" UUID NOT NULL,
  "ordinal" INTEGER NOT NULL,
  "task" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "filter" TEXT NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  "stderr" DOUBLE PRECISION,
  "n" INTEGER,
  "fewshot" INTEGER,
  "tasks" INTEGER,
  "part" "ResultPart" NOT NULL,
  "isMoreBetter" BOOLEAN,

  CONSTRAINT "EvaluationResult_pkey" PRIMARY KEY ("importId", "ordinal"),
  CONSTRAINT "EvaluationResult_importId_fkey" FOREIGN KEY ("importId") REFERENCES "EvaluationImport"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "EvaluationResult_finite" CHECK ("value" NOT IN ('NaN', 'Infinity', '-Infinity') AND ("stderr" IS NULL OR ("stderr" >= 0 AND "stderr" < 'Infinity')))
);
CREATE UNIQUE INDEX "EvaluationResult_importId_task_metric_filter_key" ON "EvaluationResult"("importId", "task", "metric", "filter");
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "EvaluationResult" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();
