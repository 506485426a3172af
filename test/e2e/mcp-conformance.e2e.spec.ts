/** The server for agents against the protocol's own conformance suite, as its client speaks to it: by HTTP at `/mcp` of a running app. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryRoot } from '../../scripts/services.mjs';
import { DirectedApp } from '../support/directed-app.js';

const run = promisify(execFile);
const SUITE = path.join(repositoryRoot, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** Scenarios that ask for what a server of tools, resources and prompts must do. */
const HOLDS = ['dns-rebinding-protection', 'ping', 'prompts-list', 'resources-list', 'server-initialize', 'tools-list'];

/** Scenarios that call by name what only a server made for the suite has: what they hear is that there is no such thing. */
const NEED_ITS_OWN: Readonly<Record<string, string>> = {
  'elicitation-sep1034-defaults': 'test_elicitation_sep1034_defaults',
  'elicitation-sep1330-enums': 'test_elicitation_sep1330_enums',
  'json-schema-2020-12': 'json_schema_2020_12_tool',
  'prompts-get-embedded-resource': 'test_prompt_with_embedded_resource',
  'prompts-get-simple': 'test_simple_prompt',
  'prompts-get-with-args': 'test_prompt_with_arguments',
  'prompts-get-with-image': 'test_prompt_with_image',
  'resources-read-binary': 'test://static-binary',
  'resources-read-text': 'test://static-text',
  'resources-templates-read': 'test://template/123/data',
  'tools-call-audio': 'test_audio_content',
  'tools-call-elicitation': 'test_elicitation',
  'tools-call-embedded-resource': 'test_embedded_resource',
  'tools-call-error': 'test_error_handling',
  'tools-call-image': 'test_image_content',
  'tools-call-mixed-content': 'test_multiple_content_types',
  'tools-call-sampling': 'test_sampling',
  'tools-call-simple-text': 'test_simple_text',
  'tools-call-with-progress': 'test_tool_with_progress',
};

/** Scenarios about what Kadr does not offer, and says so when it introduces itself: nothing to complete, to log or to subscribe to. */
const NOT_OFFERED = ['completion-complete', 'logging-set-level', 'resources-subscribe', 'resources-unsubscribe', 'tools-call-with-logging'];

/** Scenarios about sessions, which servers need not have: any process of Kadr answers each request by itself. They warn of it. */
const WITHOUT_SESSIONS = ['server-sse-multiple-streams', 'server-sse-polling'];

interface Check {
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO' | 'SKIPPED';
  readonly errorMessage?: string;
}

/** Lets the suite in, which has no key: passes everything on as it comes, and adds the key alone. */
async function doorWithKey(app: DirectedApp): Promise<Server> {
  const { hostname, port } = new URL(app.url);
  const server = createServer((incoming, outgoing) => {
    const { method, url: asked, headers } = incoming;
    const options = { hostname, port, method, path: asked, headers: { ...headers, authorization: `Bearer ${app.apiKey}` } };
    const passed = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('the server for agents', () => {
  const found = new Map<string, readonly Check[]>();

  beforeAll(async () => {
    const results = mkdtempSync(path.join(tmpdir(), 'kadr-conformance-'));
    const app = await DirectedApp.start();
    const door = await doorWithKey(app);
    try {
      const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/mcp`;
      // Its exit code says that something failed; what it was stands in its results.
      await run(process.execPath, [SUITE, 'server', '--url', url, '--suite', 'all', '--output-dir', results]).catch(() => undefined);
      for (const folder of readdirSync(results)) {
        const [, name = folder] = /^server-(.*?)-\d{4}-\d\d-\d\dT/.exec(folder) ?? [];
        found.set(name, JSON.parse(readFileSync(path.join(results, folder, 'checks.json'), 'utf8')) as Check[]);
      }
    } finally {
      door.closeAllConnections();
      door.close();
      await app.close();
      rmSync(results, { recursive: true, force: true });
    }
  }, 180_000);

  it('is asked everything that the suite has', () => {
    const known = [...HOLDS, ...Object.keys(NEED_ITS_OWN), ...NOT_OFFERED, ...WITHOUT_SESSIONS];
    expect([...found.keys()].sort()).toEqual(known.sort());
  });

  const of = (scenario: string): { status: string; errorMessage: string }[] =>
    (found.get(scenario) ?? [])
      .filter(({ status }) => status !== 'INFO')
      .map(({ status, errorMessage = '' }) => ({ status, errorMessage }));

  it.each(HOLDS)('holds: %s', (scenario) => {
    const checks = of(scenario);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
  });

  it.each(Object.entries(NEED_ITS_OWN))('has not what the suite needs for: %s', (scenario, name) => {
    expect(of(scenario)).toEqual([{ status: 'FAILURE', errorMessage: expect.stringMatching(/not found/) }]);
    expect(of(scenario)[0]?.errorMessage).toContain(name);
  });

  it.each(NOT_OFFERED)('does not offer: %s', (scenario) => {
    expect(of(scenario)).toEqual([{ status: 'FAILURE', errorMessage: expect.stringContaining('-32601') }]);
  });

  it.each(WITHOUT_SESSIONS)('is warned about having no sessions, and no more than that: %s', (scenario) => {
    expect(new Set(of(scenario).map(({ status }) => status))).toEqual(new Set(['WARNING']));
  });
});
