-- The events that a webhook is told; empty for all.
ALTER TABLE "Webhook" ADD COLUMN "events" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
