-- A decision that puts a decided sample back to review. An undo takes back one's own; this is anybody's who may decide.
ALTER TYPE "Verdict" ADD VALUE 'reopen';
