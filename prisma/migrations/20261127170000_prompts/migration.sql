-- Own texts of prompts, version by version, for a taxonomy or a leaf. A run keeps which ones it started with.
CREATE TABLE "PromptText" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "leafId" TEXT,
  "prompt" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "text" TEXT,
  "builtInVersion" INTEGER NOT NULL,
  "byId" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "PromptText_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "PromptText_numbered_from_1" CHECK ("number" >= 1),
  CONSTRAINT "PromptText_not_blank" CHECK ("text" ~ '\S'),
  CONSTRAINT "PromptText_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "PromptText_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "PromptText_byId_fkey" FOREIGN KEY ("byId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "PromptText_leafId_idx" ON "PromptText"("leafId");
-- Two people who save at the same time want the same number: one of them is refused.
CREATE UNIQUE INDEX "PromptText_one_per_number" ON "PromptText" ("taxonomyId", coalesce("leafId", ''), "prompt", "number");
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "PromptText" FOR EACH ROW EXECUTE FUNCTION seedleaf_refuse_change_unless_erased();

ALTER TABLE "RunLeaf" ADD COLUMN "promptTexts" JSONB NOT NULL DEFAULT '{}', ADD COLUMN "leafName" TEXT NOT NULL DEFAULT '';
