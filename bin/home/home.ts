import { accessSync, constants, mkdirSync } from 'node:fs';
import { CommandFailure } from '../failure';

/** When root runs Seedleaf, Postgres' unprivileged user can enter the folder but not list it. */
const HOME_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Creates SEEDLEAF_HOME when missing, with a clear error when it is not writable. */
export function openHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: HOME_MODE });
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(
      `The folder ${home} is not writable (${why}). Change its permissions, or choose another: SEEDLEAF_HOME=/some/folder.`,
      { cause },
    );
  }
}
