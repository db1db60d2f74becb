import process from 'node:process';

// Loaded into the processes that `start` runs (node --import). When the supervisor is killed, nobody is left to
// end them: they notice that they have another parent, and end by themselves.
const startedBy = process.ppid;
const CHECK_MS = 1000;
const ENDS_WITHIN_MS = 3000;

const watch = setInterval(() => {
  if (process.ppid === startedBy) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM'); // in good order, when the process has one
  setTimeout(() => process.exit(1), ENDS_WITHIN_MS).unref();
}, CHECK_MS);
watch.unref();

// A log on a full disk loses lines, which is no reason to end.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
