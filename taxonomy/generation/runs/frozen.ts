/**
 * How long a transaction that holds a run or its leaves may rest between two statements, in milliseconds. Every worker of
 * the run waits for these locks, so a process that freezes must not keep them for as long as other transactions may rest
 * (prisma/pool.ts). What it was about to store, whoever takes over stores again.
 */
export const FROZEN_AFTER_MS = '4000';
