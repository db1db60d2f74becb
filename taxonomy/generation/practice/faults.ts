import { DomainError } from '../../errors';
import { randomOf } from './random';

/** The faults that the practice teacher can produce, so that people and tests see how Seedleaf handles them. */
export const faultNames = {
  '500': 'answers with status 500',
  '429': 'answers with status 429 and Retry-After: 1',
  hang: 'never answers',
  reset: 'breaks off the connection',
  truncated: 'stops in the middle of the JSON',
  'invalid-utf8': 'puts bytes into the text that are not UTF-8',
  nul: 'puts NUL characters into the text',
  surrogate: 'puts half a character into the text',
  huge: 'sends a body of 10 MB',
  html: 'sends a web page instead of JSON',
  'empty-choices': 'sends an empty list of choices',
  length: 'cuts the text off and says finish_reason length',
} as const;
export type Fault = keyof typeof faultNames;

export type FaultPlan = readonly { fault: Fault; share: number }[];

/**
 * Reads a plan such as `500=0.01,hang=0.002`: each fault with its share of all calls.
 *
 * @throws DomainError `invalid`, quoting the wrong part.
 */
export function parseFaults(spec: string): FaultPlan {
  const plan = spec
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [name = '', value = ''] = part.split('=').map((side) => side.trim());
      const share = Number(value);
      if (!isFault(name)) {
        throw new DomainError(
          'invalid',
          `There is no fault “${name}”. There are: ${Object.keys(faultNames).join(', ')}.`,
        );
      }
      if (value === '' || !(share >= 0 && share <= 1)) {
        throw new DomainError('invalid', `“${part}” needs a share from 0 to 1, such as ${name}=0.01.`);
      }
      return { fault: name, share };
    });
  if (plan.reduce((sum, { share }) => sum + share, 0) > 1 + 1e-9) {
    throw new DomainError('invalid', `The shares in “${spec}” add up to more than 1. Make them smaller.`);
  }
  return plan;
}

const isFault = (name: string): name is Fault => Object.hasOwn(faultNames, name);

/**
 * The fault for this try of a request, or null. It depends only on the request and the number of the try, so a retry
 * may succeed.
 */
export function faultOf(plan: FaultPlan, requestHash: string, attempt: number): Fault | null {
  if (plan.length === 0) return null;
  let point = randomOf(`fault ${requestHash} ${attempt}`).next();
  for (const { fault, share } of plan) {
    if (point < share) return fault;
    point -= share;
  }
  return null;
}

const REMEMBERED = 100_000;

/** Counts something of each request. Forgets the oldest requests, so that its memory stays bounded. */
export function requestCounter() {
  const counts = new Map<string, number>();
  return {
    countOf: (requestHash: string) => counts.get(requestHash) ?? 0,
    count(requestHash: string) {
      counts.set(requestHash, (counts.get(requestHash) ?? 0) + 1);
      const oldest = counts.keys().next();
      if (counts.size > REMEMBERED && !oldest.done) counts.delete(oldest.value);
    },
  };
}
