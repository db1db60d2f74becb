-- An uploaded file is read by a worker, so it waits in the database, in pieces small enough to pass by quickly.

-- AlterTable
ALTER TABLE "DocumentSource" ADD COLUMN "name" TEXT, ADD COLUMN "sha256" TEXT;

-- CreateTable
CREATE TABLE "UploadPiece" (
    "sourceId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "UploadPiece_pkey" PRIMARY KEY ("sourceId","ordinal")
);

-- AddForeignKey
ALTER TABLE "UploadPiece" ADD CONSTRAINT "UploadPiece_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "DocumentSource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Read once, then gone: compressing it would only cost time.
ALTER TABLE "UploadPiece" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
