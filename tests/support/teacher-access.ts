import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import { testKey } from './accounts-factories';

/** The access of a process without settings of its own. */
export const testAccess: TeacherAccess = { key: testKey, variable: () => undefined, innerHosts: [], ownPorts: [] };
