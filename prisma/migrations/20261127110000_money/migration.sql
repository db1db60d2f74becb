-- What a run costs. Prices and limits are micro-dollars, and costs picodollars: all of them whole numbers.
ALTER TABLE "Teacher" ADD COLUMN "inputPrice" INTEGER;
ALTER TABLE "Teacher" ADD COLUMN "outputPrice" INTEGER;
ALTER TABLE "Teacher" ADD CONSTRAINT "Teacher_prices" CHECK (
  ("inputPrice" IS NULL) = ("outputPrice" IS NULL) AND "inputPrice" >= 0 AND "outputPrice" >= 0);

ALTER TABLE "Run" ADD COLUMN "maxCost" BIGINT;
ALTER TABLE "Run" ADD COLUMN "costPicos" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD CONSTRAINT "Run_cost" CHECK ("maxCost" > 0 AND "costPicos" >= 0);

ALTER TABLE "TeacherCall" ADD COLUMN "cachedTokens" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "TeacherCall" ADD COLUMN "costPicos" BIGINT;
