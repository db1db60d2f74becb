import { describe, expect, it } from 'vitest';
import { availableMemory, memorySettings } from '@/bin/embedded-postgres/memory';

const GB = 1024 ** 3;
const MB = 1024 ** 2;

describe('memory of the embedded Postgres', () => {
  it('has a cache of an eighth, at least 128 MB and at most 1 GB', () => {
    const cacheOf = (total: number) => memorySettings({ total, shared: null }).shared_buffers;
    expect(cacheOf(GB / 2)).toBe('128MB');
    expect(cacheOf(4 * GB)).toBe('512MB');
    expect(cacheOf(64 * GB)).toBe('1024MB');
  });

  it('joins within the shared memory of a container', () => {
    const total = 8 * GB;
    expect(memorySettings({ total, shared: 64 * MB })).not.toHaveProperty('work_mem');
    expect(memorySettings({ total, shared: 4 * GB })).toHaveProperty('work_mem', '16MB');
    expect(memorySettings({ total, shared: null })).toHaveProperty('work_mem', '16MB');
  });

  it('knows this machine', () => {
    const { total, shared } = availableMemory();
    expect(total).toBeGreaterThan(64 * MB);
    expect(shared === null || shared >= 0).toBe(true);
  });
});
