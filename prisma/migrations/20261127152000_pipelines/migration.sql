-- Datasets leave samples out by their pipeline, and count them in this index alone.
DROP INDEX "Sample_approved";
CREATE INDEX "Sample_approved" ON "Sample" ("leafId", "kind", "answerTokens", "isPractice", "pipeline") WHERE status = 'approved';
