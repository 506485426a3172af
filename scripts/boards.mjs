// npm run boards [-- --prometheus http://127.0.0.1:9090 --minutes 30 --into docs/operations --job kadr]
// Draws the boards as Grafana would show them, from what a Prometheus with our rules has (`npm run observe` is one), one picture a board.
// Fails when a panel has no data that is always there.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { boardPage } from './lib/board-page.mjs';
import { BOARDS } from './lib/boards.mjs';
import { obtainChromium } from './lib/chromium.mjs';
import { bad, Refusal, say } from './lib/console.mjs';
import { defaultProgramsDir } from './services.mjs';

const POINTS = 120;
const JPEG_QUALITY = 60;

async function range(prometheus, query, { from, to, stepSeconds }) {
  const body = new URLSearchParams({ query, start: String(from), end: String(to), step: String(stepSeconds) });
  const response = await fetch(new URL('/api/v1/query_range', prometheus), { method: 'POST', body }).catch((error) => {
    throw new Refusal(`${prometheus} does not answer (${error.cause?.code ?? error.message}): is \`npm run observe\` running?`);
  });
  const { status, error, data } = await response.json();
  if (status !== 'success') throw new Refusal(`${query}: ${error}`);
  return data.result;
}

async function panelsOf(board, prometheus, job, span) {
  const panels = [];
  for (const [title, unit, description, ...queries] of board.panels) {
    const answers = [];
    for (const [expression, legend] of queries) {
      answers.push({ legend, series: await range(prometheus, expression.replaceAll('$job', job), span) });
    }
    panels.push({ title, unit, description, isRare: queries.every(([, , rare]) => rare === 'rare'), answers });
  }
  return panels;
}

try {
  const { values } = parseArgs({
    options: {
      prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
      minutes: { type: 'string', default: '30' },
      into: { type: 'string', default: 'docs/operations' },
      job: { type: 'string', default: '.*' },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Refusal('--minutes is a number above 0');
  const to = Math.floor(Date.now() / 1000);
  const span = { from: to - minutes * 60, to, stepSeconds: Math.max(1, Math.round((minutes * 60) / POINTS)) };
  const { path: executablePath, missing } = await obtainChromium({ programsDir: defaultProgramsDir(), say });
  if (executablePath === null) throw new Refusal(missing);
  const pages = [];
  for (const board of BOARDS) {
    const panels = await panelsOf(board, values.prometheus, values.job, span);
    pages.push({ ...board, ...boardPage({ title: board.title, panels }, span) });
  }
  fs.mkdirSync(values.into, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1468, height: 600 } });
    for (const { uid, html } of pages) {
      await page.setContent(html);
      const file = path.join(values.into, `${uid.replace('kadr-', '')}.jpg`);
      fs.writeFileSync(file, await page.screenshot({ type: 'jpeg', quality: JPEG_QUALITY, fullPage: true }));
      say(file);
    }
  } finally {
    await browser.close();
  }
  const empty = pages.flatMap(({ title, empty: without }) => without.map((panel) => `${title}: ${panel}`));
  if (empty.length > 0) throw new Refusal(`without data: ${empty.join('; ')}`);
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith?.('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 1;
}
