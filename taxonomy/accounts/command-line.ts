import type { Actor } from './contract';

/**
 * Who acts when a command is given. Its row is in every database (a migration writes it), so that what was done on the
 * command line names somebody. Whoever can start a command can read the database anyway: it acts with an owner's rights.
 */
export const commandLine: Actor = { id: 'command-line', name: 'Command line', role: 'owner' };
