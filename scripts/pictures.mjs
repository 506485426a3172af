// npm run pictures [-- --url http://localhost:3000] [--into docs/studio/sheets] [--only film,create]
// Looks at every page of the running studio as its readers do: dark and light, English and Russian, on a desk and on a phone, and keeps one sheet a page.
// What there is to see is what the app has: a film that is ready, one that waits for an answer, a workflow with a run.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { obtainChromium } from './lib/chromium.mjs';
import { bad, Refusal, say } from './lib/console.mjs';
import { addressOfApp, askApp, operatorKey } from './lib/running-app.mjs';
import { signInLink } from './lib/sign-in-link.mjs';
import { defaultProgramsDir } from './services.mjs';

const PATIENCE_MS = 20_000;
/** Pictures, fonts and the event stream have come by then; nothing tells of the last of them. */
const REST_MS = 1_200;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SHEET = { desk: 720, phone: 208, gap: 8, quality: 55 };
/** What is seen by whoever has no session; the last ones, since it ends for them. */
const SIGNED_OUT = ['sign-in', 'approve'];
const LOOKS = ['dark', 'light'].flatMap((colorScheme) => ['en-GB', 'ru-RU'].map((locale) => ({ colorScheme, locale })));

/** @returns {Promise<Record<string, string | null>>} name of a page → its path; null: the app has nothing to show there */
async function pagesOf(url, key) {
  const ask = (where) => askApp(`${url}${where}`, key, { patienceMs: PATIENCE_MS });
  const idOf = async (where) => (await ask(where)).data[0]?.id ?? null;
  const [ready, waiting, workflow] = await Promise.all([
    idOf('/v1/videos?view=summary&status=completed&limit=1'),
    idOf('/v1/videos?view=summary&status=awaiting_approval&limit=1'),
    idOf('/v1/workflows?limit=1'),
  ]);
  const gate = waiting && (await ask(`/v1/videos/${waiting}`)).approvals.find(({ status }) => status === 'pending')?.type;
  const link =
    gate &&
    (await askApp(`${url}/v1/videos/${waiting}/approvals/${gate}/links`, key, { method: 'POST', body: {}, patienceMs: PATIENCE_MS }));
  const run = workflow && (await idOf(`/v1/workflows/${workflow}/runs?limit=1`));
  const of = (id, where) => (id === null ? null : where);
  return {
    create: '/create',
    frames: '/create?frames=true',
    videos: '/videos',
    film: of(ready, `/videos/${ready}?segment=0`),
    gate: of(waiting, `/videos/${waiting}`),
    editor: of(workflow, `/workflows/${workflow}?view=edit`),
    schedules: of(workflow, `/workflows/${workflow}?view=schedules`),
    run: of(run, `/workflows/${workflow}/runs/${run}`),
    ...Object.fromEntries(
      ['library', 'models', 'templates', 'usage', 'webhooks', 'contacts', 'settings'].map((name) => [name, `/${name}`]),
    ),
    'sign-in': '/sign-in',
    approve: link ? new URL(link.url).pathname : null,
  };
}

/** @returns {Promise<Record<string, string>>} name of a page → its picture as a data URL */
async function look(browser, url, link, pages, { viewport, ...look }) {
  const context = await browser.newContext({ ...look, viewport, timezoneId: 'Europe/Berlin' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const seen = {};
  try {
    await page.goto(link);
    await page.waitForURL('**/create');
    for (const [name, where] of Object.entries(pages)) {
      if (SIGNED_OUT.includes(name)) await context.clearCookies();
      await page.goto(`${url}${where}`);
      await page.locator('h1').first().waitFor();
      // What is being fetched has its outline.
      await page.waitForFunction(() => document.querySelector('.late') === null);
      await page.waitForTimeout(REST_MS);
      seen[name] = `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
    }
    return seen;
  } finally {
    await context.close();
  }
}

/** Desks above, phones below. @returns a JPEG */
async function sheetOf(browser, desks, phones) {
  const { desk, phone, gap, quality } = SHEET;
  const width = 2 * desk + 3 * gap;
  const row = (pictures, wide) => `<div>${pictures.map((src) => `<img src="${src}" width="${wide}">`).join('')}</div>`;
  const page = await browser.newPage({ viewport: { width, height: 600 } });
  try {
    const style = `body{margin:0;background:#777}div{display:flex;flex-wrap:wrap;gap:${gap}px;padding:${gap}px;justify-content:center}`;
    await page.setContent(`<style>${style}</style>${row(desks, desk)}${row(phones, phone)}`);
    return await page.screenshot({ type: 'jpeg', quality, fullPage: true });
  } finally {
    await page.close();
  }
}

try {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, into: { type: 'string', default: 'docs/studio/sheets' }, only: { type: 'string' } },
  });
  const url = (values.url ?? addressOfApp('pictures')).replace(/\/+$/, '');
  const key = operatorKey();
  const { path: executablePath, missing } = await obtainChromium({ programsDir: defaultProgramsDir(), say });
  if (executablePath === null) throw new Refusal(missing);
  const wanted = values.only?.split(',');
  const all = Object.entries(await pagesOf(url, key)).filter(([name]) => !wanted || wanted.includes(name));
  for (const [name, where] of all) if (where === null) say(`${name}: the app has nothing to show there.`);
  const pages = Object.fromEntries(all.filter(([, where]) => where !== null));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const looks = { desks: [], phones: [] };
    for (const one of LOOKS) {
      const link = () => signInLink(url, key, url);
      looks.desks.push(await look(browser, url, await link(), pages, { ...one, viewport: DESK }));
      looks.phones.push(await look(browser, url, await link(), pages, { ...one, viewport: PHONE, hasTouch: true }));
    }
    fs.mkdirSync(values.into, { recursive: true });
    for (const name of Object.keys(pages)) {
      const of = (taken) => taken.map((one) => one[name]);
      const file = path.join(values.into, `${name}.jpg`);
      fs.writeFileSync(file, await sheetOf(browser, of(looks.desks), of(looks.phones)));
      say(file);
    }
  } finally {
    await browser.close();
  }
} catch (error) {
  bad(error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
  process.exitCode = 1;
}
