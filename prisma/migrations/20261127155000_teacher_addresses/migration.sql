ALTER TABLE "Teacher"
  ADD COLUMN "otherUrls" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "requestsPerMinute" INTEGER,
  ADD COLUMN "tokensPerMinute" INTEGER;
