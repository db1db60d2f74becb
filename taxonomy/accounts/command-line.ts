import type { Actor } from './contract';

/**
 * The actor of commands. Every database has its row (written by a migration), so that the audit log names somebody for
 * actions on the command line. Whoever can start a command can read the database anyway, so it has an owner's rights.
 */
export const commandLine: Actor = { id: 'command-line', name: 'Command line', role: 'owner' };
