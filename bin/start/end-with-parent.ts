import process from 'node:process';

// Loaded into the processes that `start` runs (node --import). When the supervisor is killed, they notice that they
// have another parent and end by themselves.
const startedBy = process.ppid;
const CHECK_MS = 1000;
const ENDS_WITHIN_MS = 3000;

const watch = setInterval(() => {
  if (process.ppid === startedBy) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM'); // gracefully, if the process supports it
  setTimeout(() => process.exit(1), ENDS_WITHIN_MS).unref();
}, CHECK_MS);
watch.unref();

// A failed log write on a full disk must not end the process.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
