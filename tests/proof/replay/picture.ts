import { percent, type ShareSummary } from './summary';
import type { Trained } from './train';

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 56;
const RIGHT = 16;
const TOP = 48;
const BOTTOM = 56;

/**
 * The loss on learned facts by share of replay: a ring after the phase of knowledge, a dot after that of skills, for each
 * seed, and a bar from one mean to the other. An SVG that follows light and dark.
 */
export function drawReplay(trained: readonly Trained[], summaries: readonly ShareSummary[]): string {
  const most = Math.max(...trained.map(({ after }) => Math.max(after.skills.learned, after.knowledge.learned)));
  const top = Math.ceil(most);
  const y = (loss: number) => Math.round((HEIGHT - BOTTOM - (loss / top) * (HEIGHT - TOP - BOTTOM)) * 10) / 10;
  const step = (WIDTH - LEFT - RIGHT) / summaries.length;
  const every = Math.max(1, Math.round(top / 6));
  const lines = Array.from({ length: Math.floor(top / every) + 1 }, (_, i) => i * every).map(
    (loss) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(loss)}" y2="${y(loss)}"/><text class="quiet" x="${LEFT - 8}" y="${y(loss) + 4}" text-anchor="end">${loss}</text>`,
  );
  const columns = summaries.map(({ replay }, i) => {
    const x = LEFT + step * (i + 0.5);
    const some = trained.filter((each) => each.replay === replay);
    const mean = (of: 'knowledge' | 'skills') =>
      some.reduce((sum, { after }) => sum + after[of].learned, 0) / some.length;
    const [before, after] = [mean('knowledge'), mean('skills')];
    const dots = some.flatMap((each, at) => {
      const cx = x + (at - (some.length - 1) / 2) * 14;
      return [
        `<circle class="before" cx="${cx}" cy="${y(each.after.knowledge.learned)}" r="4"/>`,
        `<circle class="after" cx="${cx}" cy="${y(each.after.skills.learned)}" r="4"/>`,
      ];
    });
    return [
      `<rect class="bar" x="${x - 30}" width="60" y="${Math.min(y(before), y(after))}" height="${Math.abs(y(before) - y(after))}"/>`,
      ...dots,
      `<text x="${x}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${replay === 0 ? 'no replay' : `${percent(replay)} replay`}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Loss on learned facts, before and after the phase of skills, by share of replay">
<style>
  text { font: 12px system-ui, sans-serif; fill: #1c1c1f; }
  .quiet { fill: #6b6b76; }
  .grid { stroke: #e4e4e9; }
  .bar { fill: #d0453c; opacity: 0.25; }
  .before { fill: #ffffff; stroke: #1c1c1f; stroke-width: 1.5; }
  .after { fill: #d0453c; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ededf0; }
    .quiet { fill: #a0a0ab; }
    .grid { stroke: #33333a; }
    .before { fill: #17171a; stroke: #ededf0; }
    .after, .bar { fill: #f0776f; }
    .paper { fill: #17171a; }
  }
</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text x="${LEFT}" y="24">Loss on facts learned in the first phase, asked in other words</text>
${lines.join('\n')}
${columns.join('\n')}
<circle class="before" cx="${LEFT + 6}" cy="${HEIGHT - 14}" r="4"/><text class="quiet" x="${LEFT + 16}" y="${HEIGHT - 10}">after the phase of knowledge</text>
<circle class="after" cx="${LEFT + 206}" cy="${HEIGHT - 14}" r="4"/><text class="quiet" x="${LEFT + 216}" y="${HEIGHT - 10}">after the phase of skills; bars join the means</text>
</svg>
`;
}
