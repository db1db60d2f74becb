-- Stop and resume do what a pause would: nothing set it.
ALTER TABLE "Run" DROP COLUMN "paused";
