-- Why the last failed call of a run failed, for the page that shows how many did.
ALTER TABLE "Run" ADD COLUMN "lastFailure" TEXT;
