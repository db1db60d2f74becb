import { handle } from '@/app/api/handle';
import { Actor } from '@/taxonomy/accounts/contract';

export const GET = handle({ access: 'viewer', response: Actor, run: ({ actor }) => Promise.resolve(actor) });
