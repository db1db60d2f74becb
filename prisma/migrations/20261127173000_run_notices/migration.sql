-- What happened to runs, for people and for webhooks.
CREATE TABLE "RunNotice" (
  "id" UUID NOT NULL,
  "runId" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "RunNotice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "RunNotice_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "RunNotice_runId_at_id_idx" ON "RunNotice"("runId", "at", "id");

CREATE TABLE "Webhook" (
  "id" UUID NOT NULL,
  "url" TEXT NOT NULL,
  "secretSealed" TEXT NOT NULL,
  "createdById" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Webhook_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX "Webhook_url_key" ON "Webhook"("url");

CREATE TYPE "DeliveryState" AS ENUM ('waiting', 'delivered', 'failed');

CREATE TABLE "WebhookDelivery" (
  "id" UUID NOT NULL,
  "webhookId" UUID NOT NULL,
  "eventId" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "body" JSONB NOT NULL,
  "state" "DeliveryState" NOT NULL DEFAULT 'waiting',
  "tries" INTEGER NOT NULL DEFAULT 0,
  "status" INTEGER,
  "error" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "triedAt" TIMESTAMPTZ(3),
  "nextTryAt" TIMESTAMPTZ(3),

  CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "WebhookDelivery_webhookId_eventId_key" ON "WebhookDelivery"("webhookId", "eventId");
CREATE INDEX "WebhookDelivery_webhookId_createdAt_id_idx" ON "WebhookDelivery"("webhookId", "createdAt", "id");

-- Whether no worker has worked on a run that is not over for longer than a lease. Tasks that wait to be tried again, and
-- those queued a moment ago, have had no time to start. A run without jobs is about to be ended by a worker, if there is
-- one.
CREATE FUNCTION seedleaf_is_stalled(run uuid, created timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT created < clock_timestamp() - interval '30 seconds'
     AND NOT EXISTS (SELECT 1 FROM "Job" j WHERE j."groupId" = run
                        AND j."dueAt" > clock_timestamp() - CASE WHEN j.owner IS NULL THEN interval '30 seconds' ELSE interval '0' END)
     AND NOT EXISTS (SELECT 1 FROM "WaitingCall" w WHERE w."runId" = run)
     AND (EXISTS (SELECT 1 FROM "Job" j WHERE j."groupId" = run)
          OR NOT EXISTS (SELECT 1 FROM "Worker" w WHERE w."heartbeatAt" > clock_timestamp() - interval '30 seconds'))
$$;
