import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomFrom } from '../support/alike-texts';
import type { Figure } from './figure';

/** The number of lines, and of pairs; BENCH_ROWS=10000000 for the large run. */
const LINES = Number(process.env.BENCH_ROWS ?? 1_000_000);
const WORDS = 8;
/** Of Node.js with the code of the command, and of one line and of one pair. */
const GOAL_MB = 200;
const GOAL_BYTES_PER_LINE = 25;

/** `dedupe --pairs` over lines of 8 words, each with one pair; half of the pairs are near-duplicates. */
export async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-bench-'));
  try {
    const [texts, pairs] = [path.join(folder, 'texts.jsonl'), path.join(folder, 'pairs.csv')];
    await pipeline(Readable.from(textLines()), createWriteStream(texts));
    await pipeline(Readable.from(pairLines()), createWriteStream(pairs));
    const { seconds, peakMb, dropped } = await dedupe(texts, pairs);
    const goal = Math.round(GOAL_MB + (GOAL_BYTES_PER_LINE * LINES) / 2 ** 20);
    return [
      figure(`${LINES} lines decided by ${LINES - 1} pairs, ${dropped} dropped`, Math.round(seconds), 's', '', true),
      figure('peak memory', Math.round(peakMb), 'MB', `≤ ${goal}`, peakMb <= goal),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const figure = (metric: string, value: number, unit: string, goal: string, holds: boolean): Figure => ({
  bench: 'pairs',
  metric,
  value,
  unit,
  against: null,
  ratio: null,
  goal,
  holds,
});

/** Every second line is the one before it with one other word. */
function* textLines(): Generator<string> {
  const random = randomFrom(1);
  const word = () => `w${Math.floor(random() * 1e6)}`;
  let words: string[] = [];
  for (let line = 1; line <= LINES; line += 1) {
    words = line % 2 === 1 ? Array.from({ length: WORDS }, word) : words.with(0, word());
    yield `${JSON.stringify({ text: words.join(' ') })}\n`;
  }
}

function* pairLines(): Generator<string> {
  for (let line = 2; line <= LINES; line += 1) yield `${line},${line - 1}\n`;
}

async function dedupe(texts: string, pairs: string) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bin/seedleaf.ts', '--json', 'dedupe', texts, '--pairs', pairs],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
  }, 100);
  let dropped = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    dropped += text.split('"kept":false').length - 1;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`dedupe ended with exit code ${code}`);
  return { seconds: (performance.now() - began) / 1000, peakMb, dropped };
}

/** The most memory that a process has had so far, in MB; 0 when it has ended. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
