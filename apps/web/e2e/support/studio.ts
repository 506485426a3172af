import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { Issuer } from '../../../api/src/testing/issuer.js';
import { repositoryRoot } from '../../../../scripts/services.mjs';
import { AppProcess } from '../../../../test/support/app-process.js';
import { type SandboxedApp } from '../../../../test/support/sandboxed-app.js';
import { startServices } from '../../../../test/support/services.js';
import { PATIENCE } from '../../../../test/support/supervised.js';

/** What keeps Chromium to itself, and lets it run as root in a container. */
const ARGUMENTS =
  '--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** A refusal that a story provokes is written to the console by the browser itself. */
const EXPECTED =
  /the server responded with a status of (401|403|404|409|402|400)|net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;

/** Builds the studio first: an app that runs would lose the files that it serves. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  // In a process of its own: what bundles is native, and takes no objects of Jest's.
  await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: repositoryRoot });
  return chromium.launch({ executablePath, args: ARGUMENTS.split(' ') });
}

export interface Look {
  readonly locale?: string;
  readonly colorScheme?: 'dark' | 'light';
  readonly width?: number;
  readonly isSignedIn?: boolean;
  /** As people have it who did not ask for stillness. What moves without an end is drawn sixty times a second, by the processor. */
  readonly moves?: boolean;
  /** Addresses that it may be led to, beside ours. */
  readonly others?: readonly string[];
}

/** An app and one browser; every visit is a browser profile of its own. */
export class Studio {
  private readonly visits: Visit[] = [];

  private constructor(
    readonly app: AppProcess,
    /** Where members sign in. */
    readonly issuer: Issuer,
    private readonly browser: Browser,
    private readonly stopApp: () => Promise<void>,
  ) {}

  /** With its local providers alone. */
  static async start(executablePath: string): Promise<Studio> {
    const issuer = new Issuer();
    const started = Promise.all([issuer.start(), issuer.addKey('rs', 'RS256')]);
    const [services, browser] = await Promise.all([startServices(), launchBrowser(executablePath), started]);
    const app = await new AppProcess(services, issuer.env).start();
    return new Studio(app, issuer, browser, async () => {
      await app.dispose();
      await services.stop();
    });
  }

  /** With an app whose providers are the sandbox's. */
  static async of(kadr: SandboxedApp, browser: Browser): Promise<Studio> {
    const issuer = new Issuer();
    await issuer.start();
    return new Studio(kadr.app, issuer, browser, () => kadr.stop());
  }

  async signInLink(): Promise<string> {
    const response = await this.app.post('/v1/sign-in-links');
    return ((await response.json()) as { url: string }).url;
  }

  async visit(look: Look = {}): Promise<Visit> {
    const { locale = 'en-GB', colorScheme = 'dark', width = 1440, isSignedIn = true, moves = false, others = [] } = look;
    const reducedMotion = moves ? 'no-preference' : 'reduce';
    const viewport = { width, height: 900 };
    const context = await this.browser.newContext({ locale, colorScheme, reducedMotion, viewport, timezoneId: 'Europe/Berlin' });
    context.setDefaultTimeout(20_000 * PATIENCE);
    const visit = new Visit(context, await context.newPage(), this.app.url, others);
    this.visits.push(visit);
    if (isSignedIn) {
      await visit.page.goto(await this.signInLink());
      await visit.page.waitForURL('**/create');
    }
    return visit;
  }

  /** Ends what a story has opened. @returns what a visitor should never meet: errors, broken policies, requests to others */
  async leave(): Promise<string[]> {
    const faults = this.visits.flatMap(({ faults: met }) => met);
    for (const { context } of this.visits.splice(0)) await context.close();
    return faults;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.issuer.stop();
    await this.stopApp();
  }
}

export class Visit {
  readonly faults: string[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
    others: readonly string[],
  ) {
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !EXPECTED.test(text)) this.faults.push(`console: ${text}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      const isKnown = url.startsWith(`${this.origin}/`) || others.some((other) => url.startsWith(other));
      if (!isKnown && !/^(blob|data):/.test(url)) this.faults.push(`request to another origin: ${url}`);
    });
  }

  at(testId: string) {
    return this.page.getByTestId(testId);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
    await this.page.locator('h1').first().waitFor();
    // What is being fetched has its outline.
    await this.page.waitForFunction(() => document.querySelector('.late') === null);
  }

  async attribute(testId: string, name: string): Promise<string | null> {
    return this.at(testId).first().getAttribute(name);
  }

  /** @returns buttons and links whose words stand out of them */
  overflowing(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a[class*="rounded-control"]')]
        // A node of a graph is a button that its wires and ports stand out of.
        .filter((one) => one.closest('[data-testid^="node-"]') === null)
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).overflowX === 'visible')
        .map((one) => one.innerText),
    );
  }

  /** Looks when colours have come to rest. @returns what axe finds, with where it is */
  async axe(): Promise<string[]> {
    // Where it is asked for only: a page has half a megabyte less to read and to run.
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async (tags) => {
      const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: Finding[] }> } };
      interface Finding {
        id: string;
        nodes: { html: string; failureSummary: string }[];
      }
      const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
      await Promise.allSettled(changing.map(({ finished }) => finished));
      return (await axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations;
    }, WCAG);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary.slice(0, 300)}`),
    );
  }
}
