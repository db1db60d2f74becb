-- Comparing runs counts the samples that people edited. They are few, so the index is small.
CREATE INDEX "Sample_edited_idx" ON "Sample" ("runId", "leafId") WHERE original IS NOT NULL;
