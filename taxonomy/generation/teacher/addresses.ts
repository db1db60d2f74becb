import type { UpdateTeacherRequest } from '../contract-teachers';
import type { AddressRules } from './access';
import { baseUrlOf } from './endpoint';
import { PRACTICE_ADDRESS, type TeacherRow } from './teacher-repository';

/** The further addresses, each checked as the first one is, without repetitions. @throws DomainError `invalid`. */
export function otherUrlsOf(first: string, others: readonly string[], rules: AddressRules): string[] {
  const checked = new Set(others.map((each) => baseUrlOf(each, rules)));
  checked.delete(first);
  return [...checked];
}

type Before = Pick<TeacherRow, 'baseUrl' | 'otherUrls' | 'isOwners'>;

type Changed = {
  first: string;
  others: string[];
  /** One of them was not among the old ones. */
  isNew: boolean;
  /** One of them is on a server that was not among the old ones. */
  isElsewhere: boolean;
  /** An owner entered all of them. */
  isOwners: boolean;
};

/**
 * A teacher's addresses after a change. An address that stays was already allowed when it was set.
 *
 * When an owner adds an address to those that an editor entered, none of them may be this machine: the editor's could
 * be a name that leads here.
 *
 * @param rules The rules for the person who changes them. @throws DomainError `invalid`.
 */
export function changedAddresses(
  before: Before,
  { baseUrl, otherUrls }: Pick<UpdateTeacherRequest, 'baseUrl' | 'otherUrls'>,
  rules: AddressRules,
): Changed {
  const known = [before.baseUrl, ...before.otherUrls];
  const given = [baseUrl ?? before.baseUrl, ...(otherUrls ?? before.otherUrls)];
  const isOwners = rules.mayBeThisMachine && (before.isOwners || !given.some((each) => known.includes(each)));
  const checked = given.map((each) =>
    known.includes(each) ? each : baseUrlOf(each, { ...rules, mayBeThisMachine: isOwners }),
  );
  const [first = before.baseUrl, ...others] = new Set(checked);
  const origins = new Set(known.map(originOf));
  return {
    first,
    others,
    isNew: checked.some((each) => !known.includes(each)),
    isElsewhere: checked.some((each) => !origins.has(originOf(each))),
    isOwners,
  };
}

const originOf = (address: string): string => (address === PRACTICE_ADDRESS ? address : new URL(address).origin);
