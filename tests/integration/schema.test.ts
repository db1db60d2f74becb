import { describe, expect } from 'vitest';
import { test } from '../support/database';

describe('the database', () => {
  test('refuses to change an audit event', async ({ db }) => {
    const event = await db.auditEvent.create({
      data: { action: 'test', subjectType: 'test', subjectId: '1', hash: '' },
    });
    await expect(db.auditEvent.update({ where: { id: event.id }, data: { action: 'other' } })).rejects.toThrow();
    await expect(db.auditEvent.delete({ where: { id: event.id } })).rejects.toThrow();
  });
});
