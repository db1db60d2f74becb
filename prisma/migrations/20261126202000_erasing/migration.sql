-- A taxonomy can be erased with all that it holds (SET LOCAL seedleaf.erase = 'on'): what is inside it is checked once
-- all of it is gone, and what only points inside goes with what it points to. Without that word the triggers of decisions
-- and of published versions refuse, and say so.
ALTER TABLE "Node" DROP CONSTRAINT "Node_parentId_fkey";
ALTER TABLE "Node" ADD CONSTRAINT "Node_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Node"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Leaf" DROP CONSTRAINT "Leaf_currentRevisionId_fkey";
ALTER TABLE "Leaf" ADD CONSTRAINT "Leaf_currentRevisionId_fkey" FOREIGN KEY ("currentRevisionId") REFERENCES "LeafRevision"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Sample" DROP CONSTRAINT "Sample_leafId_fkey";
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Sample" DROP CONSTRAINT "Sample_runId_fkey";
ALTER TABLE "Sample" ADD CONSTRAINT "Sample_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "Decision" DROP CONSTRAINT "Decision_sampleId_fkey";
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_sampleId_fkey" FOREIGN KEY ("sampleId") REFERENCES "Sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetRow" DROP CONSTRAINT "DatasetRow_sampleId_textVersion_fkey";
ALTER TABLE "DatasetRow" ADD CONSTRAINT "DatasetRow_sampleId_textVersion_fkey" FOREIGN KEY ("sampleId", "textVersion") REFERENCES "SampleText"("sampleId", "version") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DatasetLeaf" DROP CONSTRAINT "DatasetLeaf_leafId_fkey";
ALTER TABLE "DatasetLeaf" ADD CONSTRAINT "DatasetLeaf_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE;
