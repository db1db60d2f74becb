-- The session that a link was claimed with: it may set a new password without the old one.
ALTER TABLE "OwnerLink" ADD COLUMN "sessionId" TEXT;
CREATE UNIQUE INDEX "OwnerLink_sessionId_key" ON "OwnerLink"("sessionId");
