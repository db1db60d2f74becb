-- Datasets leave samples out by their pipeline, and count them in this index alone.
DROP INDEX "Sample_approved";
CREATE INDEX "Sample_approved" ON "Sample" ("leafId", "kind", "answerTokens", "isPractice", "pipeline") WHERE status = 'approved';

-- How answers are written; null takes the default of the leaf's kind.
ALTER TABLE "Leaf" ADD COLUMN "answerStyle" TEXT;
ALTER TABLE "Leaf" ADD CONSTRAINT "Leaf_answerStyle" CHECK ("answerStyle" IN ('precise', 'creative'));
ALTER TABLE "RunLeaf" ADD COLUMN "answerStyle" TEXT NOT NULL DEFAULT 'precise';
ALTER TABLE "RunLeaf" ADD CONSTRAINT "RunLeaf_answerStyle" CHECK ("answerStyle" IN ('precise', 'creative'));
