import type { Figure } from './figure';

type Bench = {
  /** @param only Words after the colon: measures only what has them in its name. */
  measure: (only?: string) => Promise<Figure[]>;
  /** For a bench that cannot run everywhere: why it is left out unless it is named; null when it can run. */
  whyLeftOut?: () => Promise<string | null>;
};

// `npm run bench` measures everything and prints a table; `npm run bench -- engine review` what is named, and
// `npm run bench -- 'load:page of a'` only the routes whose names contain the words after the colon. With --json
// each figure is one line: {"bench","metric","value","unit","against","ratio","goal","holds"}. What a bench says on
// its way goes to standard error. The exit code is 1 when a goal does not hold.

// To add a bench: a file beside this one that exports `measure`, and its line here.
const benches: Record<string, () => Promise<Bench>> = {
  engine: () => import('./engine'),
  memory: () => import('./memory'),
  prefix: () => import('./prefix'),
  dedupe: () => import('./dedupe'),
  pairs: () => import('./pairs'),
  export: () => import('./export'),
  review: () => import('./review-run'),
  load: () => import('./load'),
  pages: () => import('./pages'),
  peers: () => import('./peers'),
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const isJson = args.includes('--json');
  const wanted = new Map(args.filter((arg) => arg !== '--json').map(readName));
  const unknown = [...wanted.keys()].filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}. The benches: ${Object.keys(benches).join(', ')}.`);
    return 2;
  }
  const figures: Figure[] = [];
  for (const [name, load] of Object.entries(benches)) {
    if (wanted.size > 0 && !wanted.has(name)) continue;
    const bench = await load();
    const reason = wanted.size === 0 ? await bench.whyLeftOut?.() : null;
    if (reason) {
      console.error(`Left out ${name}: ${reason}.`);
      continue;
    }
    console.error(`Measuring ${name} …`);
    for (const figure of await bench.measure(wanted.get(name))) {
      figures.push(figure);
      if (isJson) process.stdout.write(`${JSON.stringify(figure)}\n`);
    }
  }
  if (!isJson) console.table(figures.map(row));
  return figures.every(({ holds }) => holds) ? 0 : 1;
}

function readName(arg: string): [name: string, only: string | undefined] {
  const [name = '', only] = arg.split(':', 2);
  return [name, only];
}

function row({ bench, metric, value, unit, against, ratio, goal, holds }: Figure) {
  return {
    bench,
    metric,
    value: Number.isNaN(value) ? '–' : `${value} ${unit}`,
    against: against ?? '',
    ratio: ratio ?? '',
    goal,
    holds: holds ? 'yes' : 'NO',
  };
}
