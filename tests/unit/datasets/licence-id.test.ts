import { describe, expect, it } from 'vitest';
import { licenceYaml } from '@/taxonomy/datasets/licence-id';

describe('the licence in a card', () => {
  it.for([
    ['Apache-2.0', ['license: apache-2.0']],
    [' MIT ', ['license: mit']],
    ['GPL-3.0-or-later', ['license: gpl-3.0']],
    ['ODbL-1.0', ['license: odbl']],
    ['C-UDA-1.0', ['license: c-uda']],
    ['Only for us.\nAsk: a@b.c', ['license: other', 'license_name: "only-for-us.-ask-a-b.c"']],
    ['“”', ['license: other', 'license_name: "see-card"']],
    ['', []],
  ] as [string, string[]][])('of %j is %j', ([text, yaml]) => {
    expect(licenceYaml(text, [])).toEqual(yaml);
  });

  it('is followed by those of the sources, each once', () => {
    const sources = ['CC-BY-4.0', '', 'Apache-2.0', 'CC-BY-4.0'].map((licenseOfTheWork) => ({ licenseOfTheWork }));
    expect(licenceYaml('MIT', sources)).toEqual([
      'license: mit',
      'source_licenses:',
      '- "Apache-2.0"',
      '- "CC-BY-4.0"',
    ]);
  });
});
