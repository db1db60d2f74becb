import type { Role } from '@/taxonomy/accounts/vocabulary';

/** What each role can do in addition to the one before. */
export const roleWords = {
  viewer: { label: 'Viewer', meaning: 'Sees everything, changes nothing.' },
  reviewer: { label: 'Reviewer', meaning: 'Also approves, edits and rejects samples.' },
  curator: { label: 'Curator', meaning: 'Also edits the taxonomy and documents, starts runs and publishes datasets.' },
  owner: { label: 'Owner', meaning: 'Also adds people and changes what they may do.' },
} as const satisfies Record<Role, { label: string; meaning: string }>;
