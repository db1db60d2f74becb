import { Command } from 'commander';
import { reportFailure } from './failure';
import { makeShell, type Shell } from './shell';

type CommandFile = { register: (program: Command, shell: Shell) => void };

// To add a command: write bin/commands/<name>.ts that exports `register(program, shell)`, and add it here. A command
// parses its arguments, calls one domain function and prints the result. Only the file of the requested command is
// loaded, so that `start` is fast; `--help` loads them all.
const files: Record<string, () => Promise<CommandFile>> = {
  start: () => import('./commands/start'),
  worker: () => import('./commands/worker'),
  doctor: () => import('./commands/doctor'),
  validate: () => import('./commands/tree'),
  import: () => import('./commands/tree'),
  teacher: () => import('./commands/teachers'),
  'practice-teacher': () => import('./commands/teachers'),
  generate: () => import('./commands/generate'),
  run: () => import('./commands/generate'),
  compare: () => import('./commands/compare'),
  prompts: () => import('./commands/prompts'),
  webhooks: () => import('./commands/webhooks'),
  safety: () => import('./commands/safety'),
  'evaluation-sets': () => import('./commands/evaluation-sets'),
  evaluation: () => import('./commands/evaluation'),
  training: () => import('./commands/training'),
  tokenizer: () => import('./commands/tokenizers'),
  dedupe: () => import('./commands/dedupe'),
  samples: () => import('./commands/review'),
  decide: () => import('./commands/review'),
  dataset: () => import('./commands/datasets'),
};

/** Runs one command line. @returns the exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function runProgram(argv: string[]): Promise<number> {
  const program = new Command('seedleaf')
    .description('Seedleaf: from a taxonomy of seed examples to a reviewed, phased dataset.')
    .option('--json', 'print only JSON to standard output')
    .option('--trace', 'show the stack trace of unexpected errors')
    .showHelpAfterError('Add --help to see the usage.')
    .exitOverride();
  const shell = makeShell(() => program.opts<{ json?: true }>().json === true);
  try {
    for (const file of await loadFiles(argv.slice(2))) file.register(program, shell);
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    return reportFailure(error, program.opts<{ trace?: true }>().trace === true);
  }
}

/** The file of the named command; all files when no known command is named. */
async function loadFiles(args: string[]): Promise<Set<CommandFile>> {
  const load = files[args.find((arg) => !arg.startsWith('-')) ?? ''];
  return new Set(load ? [await load()] : await Promise.all(Object.values(files).map((each) => each())));
}
