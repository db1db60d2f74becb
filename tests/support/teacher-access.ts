import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import { testKey } from './accounts-factories';

/** As a process without settings of its own reaches teachers. */
export const testAccess: TeacherAccess = { key: testKey, variable: () => undefined, innerHosts: [], ownPorts: [] };
