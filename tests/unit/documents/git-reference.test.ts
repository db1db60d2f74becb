import { describe, expect, it } from 'vitest';
import { checkedCommit, checkedRepo, protocolsFrom } from '@/taxonomy/documents/git-reference';

const plain = protocolsFrom('');

describe('checkedRepo', () => {
  it.each([
    'https://github.com/juliadenham/Summit_knowledge.git',
    'ssh://git@example.org:2222/docs.git',
    'git@example.org:docs/birds.git',
    'https://[2001:db8::1]/docs.git',
  ])('takes %s', (repo) => {
    expect(checkedRepo(` ${repo} `, plain)).toBe(repo);
  });

  it.each([
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=x',
    'ext::sh -c touch% /tmp/x',
    'fd::17',
    'foo::https://example.org',
    'https://-oProxyCommand=x/y',
    'ssh://-oProxyCommand=x/y',
    'git@-oProxyCommand=x:y',
    'git@example.org:-x',
    'https://example.org/a b',
    'https://example.org/a\nb',
    'javascript:alert(1)',
    'ftp://example.org/x',
    'docs',
    '../docs',
  ])('refuses %j and says how an address is written', (repo) => {
    expect(() => checkedRepo(repo, protocolsFrom('file,http,ext,fd'))).toThrow(/https:\/\/host\/path/);
  });

  it.each(['file:///srv/docs', '/srv/docs', 'http://example.org/docs', 'git://example.org/docs'])(
    'accepts %s only if the owner allows it',
    (repo) => {
      expect(() => checkedRepo(repo, plain)).toThrow(/SEEDLEAF_GIT_PROTOCOLS/);
      expect(checkedRepo(repo, protocolsFrom('file, http,git'))).toBe(repo);
    },
  );

  it('refuses an address with a password, without repeating it', () => {
    expect(() => checkedRepo('https://ada:secret@example.org/x', plain)).toThrow(/^(?!.*secret).*credential helper/);
  });

  it('says what is missing when there is no address', () => {
    expect(() => checkedRepo('', plain)).toThrow(/has no repository/);
  });
});

describe('checkedCommit', () => {
  it.each(['5f7158a5ce83c4ff493bfe341fe31ecad64ff697', '5f7158a', 'main', 'v1.2.3', 'feature/birds'])(
    'takes %s',
    (commit) => {
      expect(checkedCommit(commit)).toBe(commit);
    },
  );

  it.each([
    '--exec=x',
    'a..b',
    'main@{1}',
    'HEAD~1',
    'a:b',
    '+main',
    'refs//x',
    'x.lock',
    'x/',
    '.x',
    'a/.b',
    'a b',
    '*',
    '',
  ])('refuses %j', (commit) => {
    expect(() => checkedCommit(commit)).toThrow(/commit/);
  });
});
