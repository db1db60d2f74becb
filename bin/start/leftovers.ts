import { end, isAlive } from '../home/process-mark';
import { readProcesses } from '../home/processes';
import { endingSignals } from './child';

/**
 * Ends the web server, worker and practice teacher that an earlier Seedleaf of this home left behind when it was
 * killed. Its Postgres keeps running and is reused.
 *
 * @returns the names of the ended processes.
 */
export async function endLeftovers(home: string): Promise<string[]> {
  const left = Object.entries(readProcesses(home)?.children ?? {}).filter(([, mark]) => isAlive(mark));
  await Promise.all(left.map(([, mark]) => end(mark, endingSignals)));
  return left.map(([name]) => name);
}
