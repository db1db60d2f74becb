import type { Scale, Verdict } from './verdict';

// `npm run test:faults` tries every kind of fault, `npm run test:faults -- hostile cancel` what is named; `--full` tries
// each far more often. One line of JSON for each kind. The exit code is 1 when a verdict does not hold. It is not part of
// `npm test`, which tries each kind once.

// To add a kind: a file beside this one that exports `attempt`, and its line here.
const kinds: Record<string, () => Promise<{ attempt: (scale: Scale) => Promise<Verdict> }>> = {
  hostile: () => import('./hostile'),
  start: () => import('./start-at-once'),
  cancel: () => import('./cancel-race'),
  seed: () => import('./same-seed'),
  'kill-workers': () => import('./kill-workers'),
  'kill-postgres': () => import('./kill-postgres'),
  'cut-off': () => import('./cut-off'),
  poison: () => import('./poison'),
};

process.exitCode = await main(process.argv.slice(2));
process.exit();

async function main(args: string[]): Promise<number> {
  const scale: Scale = args.includes('--full') ? 'full' : 'quick';
  const wanted = args.filter((arg) => arg !== '--full');
  const unknown = wanted.filter((name) => !Object.hasOwn(kinds, name));
  if (unknown.length > 0) {
    console.error(`There is no kind ${unknown.join(', ')}. The kinds: ${Object.keys(kinds).join(', ')}.`);
    return 2;
  }
  let hold = true;
  for (const [name, load] of Object.entries(kinds)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.error(`Trying ${name} …`);
    const verdict = await (await load()).attempt(scale);
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    hold &&= verdict.holds;
  }
  return hold ? 0 : 1;
}
