-- A run may have a time limit. "endsBy" is set when its work begins, and again after each resume.
ALTER TABLE "Run" ADD COLUMN "maxMinutes" INTEGER, ADD COLUMN "endsBy" TIMESTAMPTZ(3);
ALTER TABLE "Run" ADD CONSTRAINT "Run_maxMinutes_positive" CHECK ("maxMinutes" > 0);
