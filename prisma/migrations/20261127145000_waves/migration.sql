-- A run may stop after its first items until a person continues it.
ALTER TYPE "RunState" ADD VALUE 'paused' AFTER 'running';

-- A run may ask each leaf again for what it still lacks, wave by wave.
ALTER TABLE "RunLeaf" ADD COLUMN "waveAsked" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "keptBefore" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "lowYieldAsked" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "stopped" TEXT;
