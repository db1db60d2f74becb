import { describe, expect, it } from 'vitest';
import { checkHost } from '@/taxonomy/documents/inner-hosts';
import { hostsIn } from '@/taxonomy/inner-addresses';

describe('checkHost', () => {
  it.each([
    'https://127.0.0.1/a.git',
    'https://127.1/a.git',
    'https://2130706433/a.git',
    'https://0x7f000001/a.git',
    'https://0.0.0.0/a.git',
    'https://10.0.0.7:8443/a.git',
    'https://192.168.1.2/a.git',
    'https://172.16.0.1/a.git',
    'https://100.64.0.1/a.git',
    'https://169.254.169.254/latest/meta-data',
    'https://168.63.129.16/a.git',
    'https://[::1]/a.git',
    'https://[::ffff:127.0.0.1]/a.git',
    'https://[::10.0.0.1]/a.git',
    'https://[64:ff9b::7f00:1]/a.git',
    'https://[fd00::1]/a.git',
    'https://[fe80::1]/a.git',
    'https://localhost/a.git',
    'https://LOCALHOST./a.git',
    'https://anything.localhost/a.git',
    'https://metadata.google.internal/a.git',
    'https://me:secret@127.0.0.1/a.git',
    'ssh://git@127.0.0.1:22/a.git',
    'git@localhost:a.git',
    'git@127.0.0.1:a.git',
  ])('refuses %s', async (repo) => {
    await expect(checkHost(repo, [])).rejects.toThrow(/inside this machine's network/);
  });

  it.each(['https://good.example\\@127.0.0.1/a.git', 'https://\uff11\uff12\uff17.0.0.1/a.git'])(
    'refuses %j, which two programs could read differently',
    async (repo) => {
      await expect(checkHost(repo, [])).rejects.toMatchObject({ code: 'invalid' });
    },
  );

  it('lets the owner allow a host, or all of them', async () => {
    const repo = 'https://git.corp.localhost/a.git';
    await expect(checkHost(repo, hostsIn(' Git.corp.localhost '))).resolves.toBeDefined();
    await expect(checkHost(repo, hostsIn('*'))).resolves.toBeDefined();
    await expect(checkHost(repo, hostsIn('other.localhost, '))).rejects.toThrow(/SEEDLEAF_GIT_HOSTS/);
  });

  it('accepts public addresses, and names that only a proxy may know, without redirects elsewhere', async () => {
    for (const repo of ['https://8.8.8.8/a.git', 'https://seedleaf.invalid/a.git', 'git@seedleaf.invalid:a.git']) {
      expect(await checkHost(repo, [])).toEqual(['http.followRedirects=false']);
    }
  });
});
