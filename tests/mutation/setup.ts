import fc from 'fast-check';
import { beforeEach } from 'vitest';

// The same tests run for every mutant, and counting what they reach makes each many times slower. So random texts are
// fewer, and tests of speed and size, which have a timeout of their own, are left out.
fc.configureGlobal({ numRuns: 20 });
beforeEach(({ task, skip }) => skip(task.timeout !== 120_000, 'It is slow.'));
