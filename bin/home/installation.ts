import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from '../failure';

/** Whether this home already has a Seedleaf with its own database. */
export const hasInstallation = (home: string): boolean =>
  existsSync(path.join(home, 'postgres.json')) || existsSync(path.join(home, 'postgres'));

export const beginsIn = (home: string): string => `Creating a new, empty Seedleaf in ${home}.`;

export const nothingIn = (home: string): CommandFailure =>
  new CommandFailure(
    `There is no Seedleaf in ${home}. Create one with \`npm start\`, or set the folder of yours: SEEDLEAF_HOME=/its/folder.`,
  );
