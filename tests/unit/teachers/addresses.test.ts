import { describe, expect, it } from 'vitest';
import { isBlockedAddress, refuseBlockedHost } from '@/taxonomy/generation/teacher/blocked-addresses';
import { retryAfterMsOf } from '@/taxonomy/generation/teacher/classify-failure';
import { baseUrlOf, endpointOf } from '@/taxonomy/generation/teacher/endpoint';

describe('the address of a teacher', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['http://localhost:8000/v1/models', 'http://localhost:8000/v1'],
    [' http://10.0.0.7/openai ', 'http://10.0.0.7/openai'],
    ['https://x.example/openai/deployments/d?api-version=2', 'https://x.example/openai/deployments/d?api-version=2'],
  ])('%s means %s', (given, base) => expect(baseUrlOf(given)).toBe(base));

  it('keeps what follows the question mark at the end of each endpoint', () => {
    expect(endpointOf('https://x.example/d?v=2', 'chat/completions').href).toBe(
      'https://x.example/d/chat/completions?v=2',
    );
  });

  it.each([
    'localhost:11434',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'http://user:key@host/v1',
    'http://169.254.169.254/latest',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/v1',
    'http://[fe80::1]/v1',
    'http://metadata.google.internal/v1',
    'http://metadata.google.internal./v1',
    'not an address',
    '',
  ])('refuses %s with a sentence', (given) => {
    expect(() => baseUrlOf(given)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/\.$/) }),
    );
  });
});

describe('where no teacher may be', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    'nonsense',
  ])('counts %s in', (address) => expect(isBlockedAddress(address)).toBe(true));

  it.each(['127.0.0.1', '::1', '10.1.2.3', '192.168.0.9', '172.16.0.1', 'fd12::1', '8.8.8.8', '2606:4700::1111'])(
    'counts %s out, since local servers are the usual teachers',
    (address) => expect(isBlockedAddress(address)).toBe(false),
  );

  it('lets ordinary names through', () => {
    for (const host of ['localhost', 'api.example.com', 'metadata.example.com', '[::1]'])
      expect(() => refuseBlockedHost(host)).not.toThrow();
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 600_000],
    ['-5', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s asks for %s ms', (header, wait) => expect(retryAfterMsOf(header, now)).toBe(wait));
});
