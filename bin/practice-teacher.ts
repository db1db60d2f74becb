import { Command } from 'commander';
import { register } from './commands/practice-teacher';
import { reportFailure } from './failure';

// The practice teacher as a separate process without database or settings, run by `start`.
try {
  const program = new Command('practice-teacher').exitOverride();
  register(program, { print: (value) => process.stdout.write(`${JSON.stringify(value)}\n`) });
  await program.parseAsync(['practice-teacher', ...process.argv.slice(2)], { from: 'user' });
} catch (error) {
  process.exitCode = reportFailure(error, true);
}
process.exit();
