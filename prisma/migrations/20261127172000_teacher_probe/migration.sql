-- Teachers: extra headers, what their servers can do, how judges answer, and how much a model thinks.
ALTER TABLE "Teacher"
  ADD COLUMN "headersSealed" TEXT,
  ADD COLUMN "headerNames" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "capabilities" JSONB,
  -- Teachers that exist keep asking for tags: another form of answers would change their judgements.
  ADD COLUMN "structuredOutput" TEXT NOT NULL DEFAULT 'off',
  ADD COLUMN "reasoningEffort" TEXT,
  ADD COLUMN "thinkingTokens" INTEGER,
  ADD CONSTRAINT "Teacher_structuredOutput" CHECK ("structuredOutput" IN ('off', 'auto')),
  ADD CONSTRAINT "Teacher_headers" CHECK (("headersSealed" IS NULL) = (cardinality("headerNames") = 0));

-- What a worker says about itself with its heartbeat, such as which servers it leaves alone.
ALTER TABLE "Worker" ADD COLUMN "report" JSONB NOT NULL DEFAULT '{}';
