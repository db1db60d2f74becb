-- Leaves whose seeds and samples the rows of a run are compared with, as the tree was when the run started.
CREATE TABLE "ComparedLeaf" (
  "runId" UUID NOT NULL,
  "leafId" TEXT NOT NULL,
  "revisionId" UUID NOT NULL,
  "folderId" TEXT,

  CONSTRAINT "ComparedLeaf_pkey" PRIMARY KEY ("runId", "leafId"),
  CONSTRAINT "ComparedLeaf_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "ComparedLeaf_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ComparedLeaf_leafId_idx" ON "ComparedLeaf"("leafId");

-- Finds the first open items of a run whose items are accepted in one order.
CREATE INDEX "RunItem_open_in_run" ON "RunItem" ("runId", ordinal) WHERE state IN ('planned', 'queued', 'waiting');
