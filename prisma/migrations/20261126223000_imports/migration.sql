-- What an import made and changed, so that it can be undone as one act.
CREATE TABLE "Import" (
    "id" UUID NOT NULL,
    "taxonomyId" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "importedById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "documentsAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "added" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),
    "undoneById" TEXT,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "restored" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "ImportNode" (
    "importId" UUID NOT NULL,
    "nodeId" TEXT NOT NULL,
    "isNew" BOOLEAN NOT NULL,
    "version" INTEGER,
    "kept" TEXT,

    CONSTRAINT "ImportNode_pkey" PRIMARY KEY ("importId","nodeId")
);
CREATE INDEX "Import_taxonomyId_createdAt_id_idx" ON "Import"("taxonomyId", "createdAt", "id");
CREATE INDEX "ImportNode_nodeId_idx" ON "ImportNode"("nodeId");
ALTER TABLE "Import" ADD CONSTRAINT "Import_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Import" ADD CONSTRAINT "Import_importedById_fkey" FOREIGN KEY ("importedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "Import" ADD CONSTRAINT "Import_undoneById_fkey" FOREIGN KEY ("undoneById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "ImportNode" ADD CONSTRAINT "ImportNode_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ImportNode" ADD CONSTRAINT "ImportNode_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "Node"("id") ON DELETE CASCADE ON UPDATE CASCADE;
