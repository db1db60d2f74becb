import { Command } from 'commander';
import { register as registerReview } from './commands/review';
import { register as registerStart } from './commands/start';
import { register as registerTeachers } from './commands/teachers';
import { register as registerTree } from './commands/tree';
import { register as registerWorker } from './commands/worker';
import { reportFailure } from './failure';
import { makeShell, type Shell } from './shell';

// To add a command: write bin/commands/<room>.ts that exports `register(program, shell)`, import it here and
// put it in the list. A command parses its arguments, calls one domain function and prints what that returns.
const registrations: ((program: Command, shell: Shell) => void)[] = [
  registerStart,
  registerWorker,
  registerReview,
  registerTeachers,
  registerTree,
];

/** Runs one command line to its end. @returns the exit code: 0, 1 for a failure, 2 for wrong usage. */
export async function runProgram(argv: string[]): Promise<number> {
  const program = new Command('seedleaf')
    .description('Seedleaf: from a taxonomy of seed examples to a reviewed, phased dataset.')
    .option('--json', 'print JSON, and nothing else, on standard output')
    .option('--trace', 'on an unforeseen failure, show where it comes from')
    .showHelpAfterError('Add --help to see how the command is used.')
    .exitOverride();
  const shell = makeShell(() => program.opts<{ json?: true }>().json === true);
  for (const register of registrations) register(program, shell);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    return reportFailure(error, program.opts<{ trace?: true }>().trace === true);
  }
}
