import type { Command } from 'commander';
import { env } from '@/env';
import { examineDatabase } from '../doctor/database';
import { examineMachine } from '../doctor/machine';
import type { Shell } from '../shell';

const marks = { good: 'good   ', warning: 'warning', failed: 'FAILED ' };

/** `doctor` prints one line per check and changes nothing. Exit code 1 when a check failed. */
export function register(program: Command, shell: Shell): void {
  program
    .command('doctor')
    .description('check the machine, the database, the workers and the teachers, and say what to do')
    .option('--deep', 'also check that the rows and counters of every run add up; reads everything')
    .action(async ({ deep = false }: { deep?: boolean }) => {
      const home = env.SEEDLEAF_HOME;
      const machine = await examineMachine(home);
      const isHomeGood = machine.every(({ check, state }) => check !== 'home' || state === 'good');
      for (const finding of [...machine, ...(isHomeGood ? await examineDatabase(home, deep) : [])]) {
        shell.printLine(finding, `${marks[finding.state]}  ${finding.check}: ${finding.message}`);
        if (finding.state === 'failed') process.exitCode = 1;
      }
    });
}
