ALTER TYPE "RunState" ADD VALUE 'nothing_kept' AFTER 'completed_with_errors';
ALTER TYPE "ItemState" ADD VALUE 'planned' BEFORE 'queued';
ALTER TYPE "ItemState" ADD VALUE 'waiting' AFTER 'queued';
ALTER TYPE "ItemState" ADD VALUE 'staged' AFTER 'waiting';
