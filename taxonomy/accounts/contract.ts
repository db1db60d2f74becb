import { z } from 'zod';
import { roles } from './vocabulary';

export const Role = z.enum(roles);

/** Who asks. `command line` acts as the owner: whoever can run it can read the database anyway. */
export const Actor = z.object({ id: z.string(), name: z.string(), role: Role });
export type Actor = z.infer<typeof Actor>;

export const Me = Actor.extend({
  email: z.string(),
  /** False for an owner who came by the link and has no password yet. */
  hasPassword: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const ClaimOwnershipRequest = z.strictObject({ token: z.string().min(1).max(200) });
export type ClaimOwnershipRequest = z.infer<typeof ClaimOwnershipRequest>;

export const SignInRequest = z.strictObject({ email: z.email().max(200), password: z.string().min(1).max(200) });
export type SignInRequest = z.infer<typeof SignInRequest>;

const Password = z.string().min(10, 'A password has at least 10 characters.').max(200);

export const UpdateMeRequest = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  email: z.email().max(200).optional(),
  currentPassword: z.string().max(200).optional(),
  newPassword: Password.optional(),
});
export type UpdateMeRequest = z.infer<typeof UpdateMeRequest>;

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  isDisabled: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Person = z.infer<typeof Person>;

export const AddPersonRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  role: Role,
  password: Password,
});
export type AddPersonRequest = z.infer<typeof AddPersonRequest>;

export const UpdatePersonRequest = z.strictObject({ role: Role.optional(), isDisabled: z.boolean().optional() });
export type UpdatePersonRequest = z.infer<typeof UpdatePersonRequest>;
