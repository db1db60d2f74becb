import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from '../failure';

/** Whether a Seedleaf with a database of its own has begun in this home. */
export const hasInstallation = (home: string): boolean =>
  existsSync(path.join(home, 'postgres.json')) || existsSync(path.join(home, 'postgres'));

export const beginsIn = (home: string): string => `A new, empty Seedleaf begins in ${home}.`;

export const nothingIn = (home: string): CommandFailure =>
  new CommandFailure(
    `There is no Seedleaf in ${home}. Begin one with \`npm start\`, or say where yours is: SEEDLEAF_HOME=/its/folder.`,
  );
