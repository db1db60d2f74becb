import { accessSync, constants, mkdirSync } from 'node:fs';
import { CommandFailure } from '../failure';

/** Root's home folder may be walked through by the unprivileged user that Postgres runs as, but not listed. */
const HOME_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Makes SEEDLEAF_HOME where it is missing, and says plainly when it cannot be written. */
export function openHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: HOME_MODE });
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(
      `The folder ${home} cannot be written (${why}). Give yourself the right, or name another: SEEDLEAF_HOME=/some/folder.`,
      { cause },
    );
  }
}
