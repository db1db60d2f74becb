import { reportFailure } from './failure';

// Everything is imported inside the function, so that an invalid environment variable (refused when env.ts is imported)
// is reported in one sentence like any other failure.
try {
  const { runProgram } = await import('./program');
  const exitCode = await runProgram(process.argv);
  process.exitCode ||= exitCode; // keep the exit code of an interruption
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes('--trace'));
}
process.exit();
