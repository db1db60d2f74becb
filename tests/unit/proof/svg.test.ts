import { describe, expect, it } from 'vitest';
import { element, escapeXml, label, picture } from '../../proof/shared/svg';

describe('a drawn picture', () => {
  it('escapes every text', () => {
    expect(escapeXml(`a < b & "c" > 'd'`)).toBe('a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;');
    expect(label(0, 0, '</text><script>')).toBe('<text x="0" y="0">&lt;/text&gt;&lt;script&gt;</text>');
    expect(element('g', { id: '"><x' })).toBe('<g id="&quot;&gt;&lt;x"/>');
  });

  it('leaves out characters that XML does not allow, and no others', () => {
    expect(escapeXml('a\u0000\u001B\uD800b\tc\n😀')).toBe('ab\tc\n😀');
  });

  it('has a title, and colours for light and dark', () => {
    const drawn = picture(10, 20, 'A & B', []);
    expect(drawn).toContain('<title>A &amp; B</title>');
    expect(drawn).toContain('prefers-color-scheme:dark');
    expect(drawn).toContain('viewBox="0 0 10 20"');
  });
});
