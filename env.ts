import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '@/taxonomy/errors';
import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import type { WebhookAccess } from '@/taxonomy/generation/webhooks/send';
import { hostsIn } from '@/taxonomy/inner-addresses';

const Env = z.object({
  /**
   * The Postgres to use. If unset, the embedded one is started, and its address is passed to the child processes here.
   */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The folder of the embedded database, keys, exports and uploads. */
  SEEDLEAF_HOME: z.string().min(1).default('.seedleaf'),
  SEEDLEAF_HOST: z.string().min(1).default('127.0.0.1'),
  SEEDLEAF_PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  /** The public address, if it is not http://host:port (a proxy, another name). */
  SEEDLEAF_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Other host names of Seedleaf, comma-separated. IP addresses, localhost and SEEDLEAF_URL need not be listed. */
  SEEDLEAF_HOSTS: z.string().default(''),
  /** Addresses or ranges of proxies with a trusted X-Forwarded-For, comma-separated (such as 127.0.0.1, 10.0.0.0/8). */
  SEEDLEAF_TRUSTED_PROXIES: z.string().default(''),
  /**
   * 32 bytes in base64 or hex; encrypts teacher keys and signs sessions. If unset, it is created once in
   * SEEDLEAF_HOME/key (0600).
   */
  SEEDLEAF_KEY: z.string().min(32).optional(),
  /** Git transports besides https and ssh that the owner allows for documents, comma-separated (such as "file"). */
  SEEDLEAF_GIT_PROTOCOLS: z.string().default(''),
  /** Hosts inside the network from which documents may be fetched, comma-separated; "*" means all. */
  SEEDLEAF_GIT_HOSTS: z.string().default(''),
  /**
   * Hosts inside the network that may be teachers, comma-separated; "*" means all. Owners may use this machine without
   * it.
   */
  SEEDLEAF_TEACHER_HOSTS: z.string().default(''),
  /** Hosts inside the network that may be webhooks, comma-separated; "*" means all. This machine needs no entry. */
  SEEDLEAF_WEBHOOK_HOSTS: z.string().default(''),
  /** A token of the Hugging Face Hub, for `dataset push`. Never stored. */
  HF_TOKEN: z.string().min(1).optional(),
  /** Another Hub than https://huggingface.co. */
  HF_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
});

/**
 * The only file that reads process.env. An invalid value ends the process at startup and is reported by name. An empty
 * value counts as unset.
 */
function readEnv() {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DomainError(
      'invalid',
      `Seedleaf cannot start: ${lines.join('; ')}. Correct the environment variable and start again.`,
    );
  }
  return { ...parsed.data, SEEDLEAF_HOME: path.resolve(parsed.data.SEEDLEAF_HOME) };
}

export const env = readEnv();

/** A variable that a person named, such as the one with a teacher's key; undefined when unset or empty. */
export function namedVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** The public address of this Seedleaf. */
export const ownUrl = env.SEEDLEAF_URL ?? `http://${env.SEEDLEAF_HOST}:${env.SEEDLEAF_PORT}`;

const ownPorts = [env.SEEDLEAF_PORT, Number(env.DATABASE_URL && new URL(env.DATABASE_URL).port) || 5432];

/** How this process may reach teachers. @param key The installation's key. */
export const teacherAccess = (key: Buffer): TeacherAccess => ({
  key,
  variable: namedVariable,
  innerHosts: hostsIn(env.SEEDLEAF_TEACHER_HOSTS),
  ownPorts,
});

/** How this process may reach webhooks, which only owners add. @param key The installation's key. */
export const webhookAccess = (key: Buffer): WebhookAccess => ({
  key,
  variable: namedVariable,
  rules: { innerHosts: hostsIn(env.SEEDLEAF_WEBHOOK_HOSTS), ownPorts, mayBeThisMachine: true },
  ownUrl,
});

/** The environment for a child process: ours with these changes (undefined removes a variable). */
export function environmentFor(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
