CREATE TABLE "SafetyException" (
    "leafId" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "setById" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SafetyException_pkey" PRIMARY KEY ("leafId", "category"),
    CONSTRAINT "SafetyException_leafId_fkey" FOREIGN KEY ("leafId") REFERENCES "Leaf"("nodeId") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SafetyException_setById_fkey" FOREIGN KEY ("setById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE RESTRICT
);

ALTER TABLE "RunLeaf" ADD COLUMN "safetyOff" JSONB NOT NULL DEFAULT '[]';
