import { describe, expect, it } from 'vitest';
import type { AddressRules } from '@/taxonomy/generation/teacher/access';
import { isBlocked, placeOf, refuseBlockedPlace } from '@/taxonomy/generation/teacher/blocked-addresses';
import { retryAfterMsOf } from '@/taxonomy/generation/teacher/classify-failure';
import { baseUrlOf, endpointOf } from '@/taxonomy/generation/teacher/endpoint';
import { proxyOf } from '@/taxonomy/generation/teacher/proxy';

const owners: AddressRules = { innerHosts: ['10.0.0.7'], ownPorts: [3000, 5432], mayBeThisMachine: true };
const curators: AddressRules = { ...owners, mayBeThisMachine: false };

describe('the address of a teacher', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['http://localhost:8000/v1/chat', 'http://localhost:8000/v1'],
    ['http://localhost:8000/v1/responses', 'http://localhost:8000/v1'],
    ['http://localhost:8000//v1//chat/completions/', 'http://localhost:8000/v1'],
    ['http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
    ['http://localhost:8080/api', 'http://localhost:8080/api'],
    ['http://localhost:8000/v1/models', 'http://localhost:8000/v1'],
    [' http://10.0.0.7/openai ', 'http://10.0.0.7/openai'],
    ['https://x.example/openai/deployments/d?api-version=2', 'https://x.example/openai/deployments/d?api-version=2'],
    // Azure: a deployment, the newer address for all of them, and what its portal shows.
    [
      'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
      'https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21',
    ],
    ['https://r.openai.azure.com/openai/v1/chat/completions', 'https://r.openai.azure.com/openai/v1'],
    ['https://r.openai.azure.com', 'https://r.openai.azure.com/openai/v1'],
    ['https://r.openai.azure.com/v1', 'https://r.openai.azure.com/openai/v1'],
    [
      'https://r.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview',
      'https://r.cognitiveservices.azure.com/openai/v1',
    ],
    [
      'https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
      'https://r.services.ai.azure.com/models?api-version=2024-05-01-preview',
    ],
    ['https://gateway.example/openai/deployments/d', 'https://gateway.example/openai/deployments/d'],
    ['https://api.anthropic.com', 'https://api.anthropic.com/v1'],
    ['https://api.anthropic.com/v1/messages', 'https://api.anthropic.com/v1'],
    ['https://generativelanguage.googleapis.com', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
      'https://generativelanguage.googleapis.com/v1beta/openai',
    ],
    [
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent',
      'https://generativelanguage.googleapis.com/v1beta/openai',
    ],
  ])('%s means %s, and stays that', (given, base) => {
    expect(baseUrlOf(given, owners)).toBe(base);
    expect(baseUrlOf(base, owners)).toBe(base);
  });

  it('of an Azure deployment needs its API version', () => {
    expect(() => baseUrlOf('https://r.openai.azure.com/openai/deployments/d', owners)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/api-version=.*\/openai\/v1/) }),
    );
  });

  it.each(['key', 'api_key', 'api-key', 'subscription-key', 'access_token'])(
    'may not hold a key (%s), because it is shown to everyone',
    (name) => {
      expect(() => baseUrlOf(`https://api.example.com/v1?${name}=secret-4711`, owners)).toThrow(
        expect.objectContaining({ code: 'invalid', message: expect.not.stringContaining('4711') }),
      );
    },
  );

  it('keeps its query at the end of each endpoint', () => {
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
    expect(() => baseUrlOf(given, owners)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringMatching(/\.$/) }),
    );
  });
});

describe('addresses that no teacher may have', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::169.254.169.254',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    'nonsense',
  ])('include %s, for everyone', (address) => {
    const all = { ...owners, innerHosts: ['*'] };
    expect(isBlocked(address, { host: address, port: 80 }, all)).toBe(true);
  });

  it.each(['8.8.8.8', '2606:4700::1111'])('do not include the public address %s', (address) =>
    expect(isBlocked(address, { host: address, port: 80 }, curators)).toBe(false),
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '::127.0.0.1'])(
    'include %s, except for owners and listed hosts',
    (address) => {
      expect(isBlocked(address, { host: address, port: 80 }, owners)).toBe(false);
      expect(isBlocked(address, { host: address, port: 80 }, curators)).toBe(true);
      expect(isBlocked(address, { host: 'gpu.corp', port: 80 }, { ...curators, innerHosts: ['gpu.corp'] })).toBe(false);
    },
  );

  it.each(['10.1.2.3', '192.168.0.9', '172.16.0.1', 'fd12::1', '100.64.0.1'])(
    'include %s, unless the owner lists its host',
    (address) => {
      const place = { host: 'gpu.corp', port: 8000 };
      expect(isBlocked(address, place, owners)).toBe(true);
      for (const listed of ['gpu.corp', address, '*']) {
        expect(isBlocked(address, place, { ...curators, innerHosts: [listed] })).toBe(false);
      }
    },
  );

  it('include Seedleaf’s own ports, however they are written', () => {
    for (const address of [
      'http://127.0.0.1:3000',
      'http://localhost:5432',
      'http://[::1]:3000',
      'http://127.1:5432/v1',
    ]) {
      expect(() => refuseBlockedPlace(placeOf(new URL(address)), { ...owners, innerHosts: ['*'] })).toThrow();
    }
  });

  it('are all refused with the same message, whatever is there', () => {
    const words = (host: string) => {
      try {
        baseUrlOf(`http://${host}/v1`, curators);
        return 'taken';
      } catch (error) {
        return String(error).replaceAll(host.replace(/:\d+$/, ''), 'HOST');
      }
    };
    const all = [
      '127.0.0.1:9',
      '127.0.0.1:3000',
      '192.168.0.1',
      '169.254.169.254',
      'localhost:22',
      'metadata.google.internal',
    ];
    expect(new Set(all.map(words)).size).toBe(1);
  });

  it('do not include ordinary names', () => {
    for (const host of ['api.example.com', 'metadata.example.com'])
      expect(() => refuseBlockedPlace({ host, port: 443 }, curators)).not.toThrow();
  });
});

describe('the proxy for an address', () => {
  const variables = (given: Record<string, string>) => (name: string) => given[name];
  const of = (address: string, given: Record<string, string>) => proxyOf(new URL(address), variables(given));

  it('is the one that the environment names for its protocol', () => {
    const given = { HTTP_PROXY: 'http://p:1', https_proxy: 'p:2' };
    expect(of('http://teacher.corp/v1', given)).toBe('http://p:1');
    expect(of('https://teacher.corp/v1', given)).toBe('http://p:2');
    expect(of('https://teacher.corp/v1', { ALL_PROXY: 'http://p:3' })).toBe('http://p:3');
    expect(of('https://teacher.corp/v1', {})).toBeUndefined();
  });

  it('is none for this machine, and for the exceptions in NO_PROXY', () => {
    for (const address of ['http://127.0.0.1:8000/v1', 'http://localhost/v1', 'http://[::1]/v1'])
      expect(of(address, { HTTP_PROXY: 'http://p:1' })).toBeUndefined();
    for (const NO_PROXY of ['*', 'corp', '.corp', 'a, teacher.corp:80', '*.corp'])
      expect(of('http://teacher.corp/v1', { HTTP_PROXY: 'http://p:1', NO_PROXY })).toBeUndefined();
    for (const NO_PROXY of ['', 'orp', 'other.corp', 'teacher.corp:8000'])
      expect(of('http://teacher.corp/v1', { HTTP_PROXY: 'http://p:1', NO_PROXY })).toBe('http://p:1');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 999_999_999_000],
    ['-5', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s asks for %s ms', (header, wait) => expect(retryAfterMsOf(header, now)).toBe(wait));
});
