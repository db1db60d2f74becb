import { z } from 'zod';
import { openSecret, sealSecret } from '../../accounts/secrets';
import type { Headers } from '../contract-headers';
import { TeacherTest, type ExtraFields } from '../contract-teachers';
import { sha256 } from '../text';
import { Adaptations } from './adaptations';

/** What was tested: the result is valid for this server and nothing else. */
export type TestedServer = {
  baseUrl: string;
  model: string;
  extraFields: ExtraFields;
  apiKey: string | undefined;
  apiKeyEnv: string | undefined;
  /** Null when some of them are stored ones: then nobody has tested this server before. */
  headers?: Headers | null | undefined;
};

/** The result of a test, and what it learned about the server. */
const Tested = z.object({ test: TeacherTest, adaptations: Adaptations });
export type Tested = z.infer<typeof Tested>;

/**
 * A test that was made before its teacher was saved, as a receipt that the browser sends back with the form. It is
 * encrypted, so that nobody can forge a result.
 */
export const sealTest = (key: Buffer, server: TestedServer, tested: Tested): string =>
  sealSecret(key, JSON.stringify(tested), boundTo(server));

/**
 * Null when the receipt is for another server, model, key or set of fields: then the test says nothing about this one.
 */
export function openTest(key: Buffer, server: TestedServer, receipt: string): Tested | null {
  if (server.headers === null) return null;
  try {
    return Tested.parse(JSON.parse(openSecret(key, receipt, boundTo(server))));
  } catch {
    return null;
  }
}

const boundTo = ({ baseUrl, model, extraFields, apiKey, apiKeyEnv, headers }: TestedServer): string =>
  `test:${sha256(JSON.stringify([baseUrl, model, extraFields, apiKey ?? null, apiKeyEnv ?? null, headers ?? {}]))}`;
