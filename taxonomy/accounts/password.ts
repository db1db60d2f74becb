import { hash, verify } from '@node-rs/argon2';

/** argon2id, the package's default, with OWASP's first recommended cost (m = 19 MiB, t = 2, p = 1). */
const cost = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

export const verifyPassword = (given: { hash: string; password: string }): Promise<boolean> =>
  verify(given.hash, given.password);
