import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const components = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
);

describe('the code', () => {
  it('imports contracts in the browser as types only, so that zod stays on the server', () => {
    const offenders = components.filter((file) =>
      /^import (?!type ).*from '@\/taxonomy\/(\w+\/)?(contract|endpoints?)'/m.test(
        readFileSync(`components/${file}`, 'utf8'),
      ),
    );
    expect(offenders).toEqual([]);
  });
});
