import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { config, proxy } from '@/proxy';

const policyOf = async () => {
  const { headers } = await proxy(new NextRequest('http://127.0.0.1:3000/runs?x=1'));
  return Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((each) => {
      const [name, ...sources] = each.split(' ');
      return [name, sources];
    }),
  );
};

describe('the policy of a page', () => {
  it('allows scripts with a nonce that is new each time, and no inline ones', async () => {
    const [one, two] = [await policyOf(), await policyOf()];
    expect(one['script-src']).toEqual([expect.stringMatching(/^'nonce-[\w+/]{22}=='$/), "'strict-dynamic'"]);
    expect(one['script-src'][0]).not.toBe(two['script-src'][0]);
  });

  it('loads nothing from other sites and cannot be framed', async () => {
    const { 'script-src': _, 'style-src': style, ...rest } = await policyOf();
    expect(rest).toEqual({
      'default-src': ["'self'"],
      'style-src-attr': ["'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
    expect(style).toEqual(["'self'", expect.stringMatching(/^'nonce-/)]);
  });

  it('does not apply to the API and its uploads', () => {
    const [matcher = ''] = config.matcher;
    const pattern = new RegExp(`^${matcher}$`);
    expect(['/', '/runs', '/apiary', '/sign-in'].filter((path) => !pattern.test(path))).toEqual([]);
    expect(['/api/v1/me', '/_next/static/x.js'].filter((path) => pattern.test(path))).toEqual([]);
  });
});
