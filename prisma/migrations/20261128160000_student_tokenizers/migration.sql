-- The tokenizers of models that are to be trained.
CREATE TABLE "StudentTokenizer" (
  "id" UUID NOT NULL,
  "taxonomyId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "bytes" BYTEA NOT NULL,
  "size" INTEGER NOT NULL,
  "vocabulary" INTEGER NOT NULL,
  "specialTokens" JSONB NOT NULL,
  "chatTemplate" TEXT,
  "bosToken" TEXT,
  "eosToken" TEXT,
  "config" JSONB NOT NULL DEFAULT '{}',
  "addedById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "StudentTokenizer_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "StudentTokenizer_taxonomyId_fkey" FOREIGN KEY ("taxonomyId") REFERENCES "Taxonomy"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "StudentTokenizer_addedById_fkey" FOREIGN KEY ("addedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX "StudentTokenizer_taxonomyId_idx" ON "StudentTokenizer"("taxonomyId");
CREATE INDEX "StudentTokenizer_addedById_idx" ON "StudentTokenizer"("addedById");
CREATE UNIQUE INDEX "StudentTokenizer_one_per_name" ON "StudentTokenizer" ("taxonomyId", lower("name"));
-- Without compression, a part of the file is read without the rest.
ALTER TABLE "StudentTokenizer" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
