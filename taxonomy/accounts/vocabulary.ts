/** Roles from weakest to strongest. Each includes the permissions of those before it. */
export const roles = ['viewer', 'reviewer', 'curator', 'owner'] as const;
export type Role = (typeof roles)[number];

/** True when `role` is `needed` or a stronger one. */
export const mayActAs = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

// Limits for what people type, used by the contract and the form fields.
export const maxPersonName = 100;
export const maxEmail = 200;
export const minPassword = 10;
export const maxPassword = 200;
