// A board as a page that needs no Grafana: panels with what Prometheus says of a time, as lines.
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [460, 150, 52, 18, 8];
const COLOURS = ['#7eb26d', '#eab839', '#6ed0e0', '#ef843c', '#e24d42', '#5195ce', '#ba43a9', '#a78bfa', '#9ac48a', '#f2c96d'];
/** Legends below a panel; more are counted. */
const MOST_LEGENDS = 6;

const escaped = (text) => text.replace(/[&<>"]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one]);

/** A number with its unit of Grafana. */
export function told(value, unit) {
  if (unit === 'percentunit') return `${Number((value * 100).toPrecision(3))} %`;
  const { size = 1, sign = '' } =
    [
      { size: 1e-3, sign: 'm', holds: unit === 's' && value !== 0 && Math.abs(value) < 1 },
      { size: 1e6, sign: 'M', holds: Math.abs(value) >= 1e6 },
      { size: 1e3, sign: 'k', holds: Math.abs(value) >= 1e4 },
    ].find(({ holds }) => holds) ?? {};
  const number = `${Number((value / size).toPrecision(3))}`;
  const after = { s: ' s', reqps: '/s' }[unit] ?? '';
  return unit === 's' && sign ? `${number} ${sign}s` : `${number}${sign && ` ${sign}`}${after}`;
}

/** A legend of Grafana with the labels of a series. */
export const legendOf = (legend, metric) => legend.replace(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? '');

/** Where lines are cut: two samples further apart than this have nothing in between. */
const pathOf = (points, x, y, stepSeconds) =>
  points
    .map(
      ([at, value], index) =>
        `${index > 0 && at - points[index - 1][0] <= 2 * stepSeconds ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');

function chart(lines, unit, { from, to, stepSeconds }) {
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const top = highest > 0 ? highest * 1.1 : 1;
  const x = (at) => LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - 4);
  const y = (value) => TOP + (1 - value / top) * (HEIGHT - BOTTOM - TOP);
  const rules = [0, 0.5, 1].map((share) => {
    const at = y(share * highest || share * top);
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${at}" y2="${at}" stroke="#3a3f4b"/><text x="${LEFT - 4}" y="${at + 3}" text-anchor="end">${escaped(told(share * (highest || top), unit))}</text>`;
  });
  const times = [0, 0.5, 1].map((share) => {
    const minutes = Math.round(((share - 1) * (to - from)) / 6) / 10;
    const anchor = ['start', 'middle', 'end'][share * 2];
    return `<text x="${LEFT + share * (WIDTH - LEFT)}" y="${HEIGHT - 4}" text-anchor="${anchor}">${minutes === 0 ? 'now' : `${minutes} min`}</text>`;
  });
  // One sample alone is a dot.
  const drawn = lines.map(
    ({ points }, index) =>
      `<path d="${pathOf(points, x, y, stepSeconds)}" fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="1.5" stroke-linecap="round"/>${
        points.length === 1
          ? `<circle cx="${x(points[0][0])}" cy="${y(points[0][1])}" r="2" fill="${COLOURS[index % COLOURS.length]}"/>`
          : ''
      }`,
  );
  return `<svg width="${WIDTH}" height="${HEIGHT}">${rules.join('')}${times.join('')}${drawn.join('')}</svg>`;
}

/**
 * Lines of a panel, the highest first.
 * @param {readonly { legend: string, series: { metric: Record<string, string>, values: [number, string][] }[] }[]} answers of its queries
 */
export const linesOf = (answers) =>
  answers
    .flatMap(({ legend, series }) =>
      series.map(({ metric, values }) => ({
        name: legendOf(legend, metric) || 'value',
        points: values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value)),
      })),
    )
    .filter(({ points }) => points.length > 0)
    .sort((one, other) => other.points.at(-1)[1] - one.points.at(-1)[1]);

function panelOf({ title, unit, description, isRare, answers }, span) {
  const lines = linesOf(answers);
  const why = isRare ? 'None in this time: it is rare.' : 'NO DATA';
  const body =
    lines.length === 0 ? `<div class="none${isRare ? '' : ' bad'}" style="height:${HEIGHT}px">${why}</div>` : chart(lines, unit, span);
  const legends = lines.slice(0, MOST_LEGENDS).map(({ name, points }, index) => {
    const last = told(points.at(-1)[1], unit);
    return `<span><i style="background:${COLOURS[index % COLOURS.length]}"></i>${escaped(name)} <b>${escaped(last)}</b></span>`;
  });
  if (lines.length > MOST_LEGENDS) legends.push(`<span>and ${lines.length - MOST_LEGENDS} more</span>`);
  return `<section><h2>${escaped(title)}</h2><p>${escaped(description)}</p>${body}<div class="legends">${legends.join('')}</div></section>`;
}

const STYLE = `body{margin:0;padding:12px;background:#111217;color:#ccccdc;font:11px sans-serif;width:1444px}h1{font-size:18px;margin:0 0 8px}
main{display:grid;grid-template-columns:repeat(3,1fr);gap:8px}section{background:#181b1f;border:1px solid #2a2e36;padding:6px 8px}
h2{font-size:13px;margin:0}p{margin:2px 0 4px;color:#8e8ea0;height:26px;overflow:hidden}svg text{fill:#8e8ea0;font-size:9px}
.legends{display:flex;flex-wrap:wrap;gap:2px 10px;min-height:14px}i{display:inline-block;width:8px;height:8px;margin-right:4px}
.none{display:flex;align-items:center;justify-content:center;color:#8e8ea0}.bad{color:#e24d42;font-weight:bold}`;

/** @returns the page, and the titles of panels that should have data and have none */
export function boardPage({ title, panels }, span) {
  const empty = panels.filter(({ isRare, answers }) => !isRare && linesOf(answers).length === 0).map((panel) => panel.title);
  const sections = panels.map((panel) => panelOf(panel, span)).join('\n');
  return { empty, html: `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><h1>${escaped(title)}</h1><main>${sections}</main>` };
}
