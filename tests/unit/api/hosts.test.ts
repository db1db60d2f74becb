import { expect, it } from 'vitest';
import { foreignHost } from '@/app/api/hosts';

const refuses = (host: string) => foreignHost(new Headers({ host })) !== null;

it('accepts IP addresses and localhost, and no other name', () => {
  const own = ['127.0.0.1:3000', '192.168.1.5', '[::1]:3000', 'localhost:3000', 'LOCALHOST', 'seedleaf.localhost'];
  expect(own.filter(refuses)).toEqual([]);
  const foreign = [
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'a.b',
    '127.1x',
  ];
  expect(foreign.filter(refuses)).toEqual(foreign);
  expect(foreignHost(new Headers())).toBeNull();
});
