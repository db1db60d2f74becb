import { env } from '@/env';
import { readKey } from '@/taxonomy/accounts/key';

let key: Buffer | undefined;

/** The installation's key, read at first use so that a build needs none. */
export const installationKey = (): Buffer => (key ??= readKey(env.SEEDLEAF_HOME, env.SEEDLEAF_KEY));
