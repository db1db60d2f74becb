import type { Command } from 'commander';
import { env } from '@/env';
import { findRunning } from '../home/processes';
import type { Shell } from '../shell';
import { startSeedleaf } from '../start/start';

/** `start` runs everything until it is stopped; `start --print-link` makes a sign-in link for an owner. */
export function register(program: Command, shell: Shell): void {
  program
    .command('start')
    .description('build when needed, then run Postgres, web server, worker and practice teacher until Ctrl-C')
    .option('--print-link', 'make a new one-time owner link; if Seedleaf is already running, only print the link')
    .action(async ({ printLink }: { printLink?: true }) => {
      const url = printLink && findRunning(env.SEEDLEAF_HOME)?.url;
      if (url) await printLinkTo(url, shell);
      else await runUntilEnded(printLink === true, shell);
    });
}

const printLinkTo = (url: string, shell: Shell) =>
  shell.withDatabase(async ({ db }) => {
    const { ownerLink } = await import('../start/owner-link');
    const link = await ownerLink(db, url);
    shell.print({ url, link }, link);
  });

async function runUntilEnded(wantsLink: boolean, shell: Shell): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort(new Error('Seedleaf was stopped while it was starting.'));
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  const say = (line: string) => process.stderr.write(`${line}\n`);

  const { url, link, stop } = await startSeedleaf({ wantsLink, say, signal: ending.signal });
  const invitation = link
    ? `\nWhoever opens this link becomes the owner. It works once, within 24 hours:\n\n  ${link}\n`
    : '';
  shell.print({ url, link }, `Seedleaf runs at ${url} (Ctrl-C ends it).${invitation}`);
  if (!ending.signal.aborted) await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
  say('Ending.');
  await stop();
}
