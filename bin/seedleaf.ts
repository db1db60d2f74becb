import { reportFailure } from './failure';

// Everything is imported inside, so that a wrong environment variable (env.ts refuses it while it is
// imported) ends in one sentence, like any other failure.
try {
  const { runProgram } = await import('./program');
  const exitCode = await runProgram(process.argv);
  process.exitCode ||= exitCode; // an interruption has set its own
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes('--trace'));
}
process.exit();
