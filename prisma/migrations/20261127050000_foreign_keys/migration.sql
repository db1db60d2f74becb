-- What a run and its samples refer to stays: the leaf, its revision, and the passage.
CREATE INDEX "RunLeaf_revisionId_idx" ON "RunLeaf"("revisionId");
CREATE INDEX "Sample_revisionId_idx" ON "Sample"("revisionId");
ALTER TABLE "RunLeaf" ADD CONSTRAINT "RunLeaf_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "RunLeaf" ADD CONSTRAINT "RunLeaf_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "LeafRevision"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "RunItem" ADD CONSTRAINT "RunItem_runId_leafId_pipeline_fkey" FOREIGN KEY ("runId", "leafId", "pipeline") REFERENCES "RunLeaf"("runId", "leafId", "pipeline") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "LeafRevision"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_chunkId_fkey" FOREIGN KEY ("chunkId") REFERENCES "Chunk"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
