/** Parts of a picture that is drawn without a library. All texts are escaped; all numbers have one decimal. */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Characters that XML does not allow, and half ones. */
const forbidden = new RegExp(String.raw`[[\p{Cc}\p{Cs}\uFFFE\uFFFF]--[\t\n\r]]`, 'gv');

/** A text that may stand between tags or in an attribute. */
export const escapeXml = (text: string): string =>
  text.replaceAll(forbidden, '').replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const rounded = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escapeXml(value);

/** An element with its attributes. @param inside Already written as XML. */
export function element(name: string, attributes: Record<string, string | number>, inside = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${rounded(value)}"`);
  return inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`;
}

export const label = (x: number, y: number, text: string, attributes: Record<string, string | number> = {}): string =>
  element('text', { x, y, ...attributes }, escapeXml(text));

/** Colours by name, in light and dark. `series` are told apart by shape or a word as well. */
const light = {
  ground: '#fbfcfd',
  line: '#d5dbe1',
  text: '#16202a',
  muted: '#55626f',
  a: '#1f5fa8',
  b: '#8a5a00',
  c: '#6b4fb3',
};
const dark = {
  ground: '#0e1216',
  line: '#32404c',
  text: '#dde5ec',
  muted: '#9aa7b3',
  a: '#6fb1ff',
  b: '#f0b34c',
  c: '#b7a2ff',
};

const styleOf = (colours: typeof light): string =>
  [
    `.ground{fill:${colours.ground}}`,
    `text{fill:${colours.text}}`,
    `.small{fill:${colours.muted};font-size:11px}`,
    '.strong{font-weight:600}',
    `.line{stroke:${colours.line}}`,
    ...(['a', 'b', 'c'] as const).map((key) => `.${key}{fill:${colours[key]};stroke:${colours[key]}}`),
  ].join('');

/**
 * A whole picture on a ground of its own, which follows the reader's light or dark setting.
 *
 * @param title Read to people who do not see the picture.
 */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  const style = `text{font-family:system-ui,sans-serif;font-size:13px}${styleOf(light)}@media(prefers-color-scheme:dark){${styleOf(dark)}}`;
  const size = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' };
  const inside = [
    element('title', {}, escapeXml(title)),
    element('style', {}, style),
    element('rect', { class: 'ground', width, height, rx: 6 }),
    ...parts,
  ];
  return `${element('svg', size, `\n${inside.join('\n')}\n`)}\n`;
}
