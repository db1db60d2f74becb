import { z } from 'zod';
import { page } from '../contract';
import { maxEmail, maxPassword, maxPersonName, minPassword, roles } from './vocabulary';

export const Role = z.enum(roles);

/** Who asks: a person who is signed in, or the command line (command-line.ts). */
export const Actor = z.object({ id: z.string(), name: z.string(), role: Role });
export type Actor = z.infer<typeof Actor>;

export const Me = Actor.extend({
  /** Empty until an owner who came by the link has given one. */
  email: z.string(),
  /** False for an owner who came by the link and has no password yet. */
  hasPassword: z.boolean(),
  /** False also for whoever signed in by an owner link just now: the link is how a forgotten password is replaced. */
  needsCurrentPassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const ClaimOwnershipRequest = z.strictObject({ token: z.string().min(1).max(200) });
export type ClaimOwnershipRequest = z.infer<typeof ClaimOwnershipRequest>;

/** Two spellings of one address are one person. */
const Email = z.email('This is not an e-mail address.').max(maxEmail).toLowerCase();

export const SignInRequest = z.strictObject({ email: Email, password: z.string().min(1).max(maxPassword) });
export type SignInRequest = z.infer<typeof SignInRequest>;

const Password = z.string().min(minPassword, `A password has at least ${minPassword} characters.`).max(maxPassword);

/** A new e-mail or password needs the current password, where there is one. A new password ends other sessions. */
export const UpdateMeRequest = z.strictObject({
  name: z.string().trim().min(1).max(maxPersonName).optional(),
  email: Email.optional(),
  currentPassword: z.string().max(maxPassword).optional(),
  newPassword: Password.optional(),
});
export type UpdateMeRequest = z.infer<typeof UpdateMeRequest>;

/** Somewhere that a person is signed in. */
export const SessionSummary = z.object({
  id: z.string(),
  /** The session that asks. */
  isCurrent: z.boolean(),
  /** What the browser says of itself; null when it says nothing. */
  userAgent: z.string().nullable(),
  /** The network address it was started from; null when that is not known. */
  address: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** To the minute. */
  lastSeenAt: z.iso.datetime(),
});
export type SessionSummary = z.infer<typeof SessionSummary>;
export const SessionSummaries = z.object({ items: z.array(SessionSummary) });
export type SessionSummaries = z.infer<typeof SessionSummaries>;

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  isDisabled: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Person = z.infer<typeof Person>;

export const People = page(Person);
export type People = z.infer<typeof People>;

export const AddPersonRequest = z.strictObject({
  name: z.string().trim().min(1).max(maxPersonName),
  email: Email,
  role: Role,
});
export type AddPersonRequest = z.infer<typeof AddPersonRequest>;

/** The password is made by the server and shown this once; only its hash is kept. */
export const PersonWithPassword = z.object({ person: Person, password: z.string() });
export type PersonWithPassword = z.infer<typeof PersonWithPassword>;

export const UpdatePersonRequest = z.strictObject({ role: Role.optional(), isDisabled: z.boolean().optional() });
export type UpdatePersonRequest = z.infer<typeof UpdatePersonRequest>;
