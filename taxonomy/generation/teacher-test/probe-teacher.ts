import type { Db } from '@/prisma/client';
import type { Capabilities } from '../contract-capabilities';
import type { TeacherAccess } from '../teacher/access';
import { clientOf } from '../teacher/clients';
import { findTeacherRow, saveCapabilities } from '../teacher/teacher-repository';
import { getTeacher } from '../teacher/teachers';
import { probe } from './probe';

/**
 * Finds out what the server of a teacher can do, and stores it with the teacher. Makes a few short calls, which a provider
 * counts; aborting stops after the one in flight, and stores nothing.
 *
 * @throws DomainError `not_found`, or `unavailable` when the server does not answer.
 */
export async function probeTeacher(
  db: Db,
  teacherId: string,
  { access, signal }: { access: TeacherAccess; signal: AbortSignal },
): Promise<Capabilities> {
  const { model } = await getTeacher(db, teacherId);
  const row = await findTeacherRow(db, teacherId);
  const client = await clientOf(db, teacherId, access);
  try {
    const capabilities = await probe(client, model, signal);
    if (row) await saveCapabilities(db, row, capabilities);
    return capabilities;
  } finally {
    await client.close();
  }
}
