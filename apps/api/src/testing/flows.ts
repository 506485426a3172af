import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Client } from 'pg';
import { startTestApp, type TestApp } from './test-app.js';

export type Json = Record<string, unknown>;

export interface Run {
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly url?: string }>>;
  readonly nodes: readonly {
    readonly id: string;
    readonly status: string;
    readonly take: number;
    readonly model: string | null;
    readonly error: Json | null;
    readonly outputs: Readonly<Record<string, { readonly value?: unknown; readonly url?: string }>>;
  }[];
  readonly error: Json | null;
  readonly eventsUrl: string;
}

interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: Json;
}

export const node = (id: string, type: string, params: Json = {}, more: Json = {}) => ({ id, type, params, ...more });
export const edge = (from: string, to: string) => ({ from, to });
export const document = (nodes: readonly object[], edges: readonly object[] = [], more: Json = {}) => ({
  name: 'Flow',
  graph: { nodes, edges, ...more },
});
export const statuses = ({ nodes }: Run) => Object.fromEntries(nodes.map(({ id, status }) => [id, status]));

/** Down one side of a branch, and together again. */
export const BRANCHING = document(
  [
    node('n', 'Input.Number', { required: true, min: 0 }),
    node('big', 'Branch', { condition: 'value > 10 && inputs.n < 1000' }),
    node('many', 'Text.Template', { template: 'many: {{nodes.big["true"]}}' }),
    node('few', 'Text.Template', { template: 'few: {{nodes.big["false"] + 0}}' }),
    node('said', 'Select'),
  ],
  [edge('n.number', 'big.value'), edge('many.text', 'said.value'), edge('few.text', 'said.value')],
  { outputs: { said: 'said.value', by: 'said.from' } },
);

const LOOKS_AT_REST = 5;

/**
 * While a lock is held: until whoever was under way stands behind it, so that nothing moves in the database any more.
 * @param watcher no transaction is open on it: within one, the same is seen again and again
 */
export async function allWait(watcher: Client): Promise<void> {
  let atRest = 0;
  for (const deadline = Date.now() + 60_000; atRest < LOOKS_AT_REST; await new Promise((go) => setTimeout(go, 25))) {
    if (Date.now() > deadline) throw new Error('what waits for the lock did not come to rest');
    const { rows } = await watcher.query<{ waiting: number; moving: number }>(
      `SELECT count(*) FILTER (WHERE wait_event_type = 'Lock')::int AS waiting,
              count(*) FILTER (WHERE state <> 'idle' AND wait_event_type IS DISTINCT FROM 'Lock')::int AS moving
         FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    const [{ waiting, moving } = { waiting: 0, moving: 0 }] = rows;
    // The one that moves is whoever holds the lock.
    atRest = waiting > 0 && moving <= 1 ? atRest + 1 : 0;
  }
}

/** An app for the specs of one file, with somebody on the web beside it whom its graphs may ask, and calls of its API for workflows. */
export class Flows {
  app!: TestApp;
  /** Where somebody answers: `http://127.0.0.1:<port>`. */
  web = '';
  /** What somebody on the web says. */
  answer: (request: IncomingMessage, body: string) => { readonly status: number; readonly text: string } = () => ({
    status: 404,
    text: '',
  });
  /** What an answer waits for. */
  hold: () => Promise<void> = async () => undefined;
  readonly #server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void this.hold().then(() => {
        const { status, text } = this.answer(request, Buffer.concat(parts).toString());
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    });
  });

  constructor(private readonly env: Record<string, string> = {}) {}

  /** Starts before the specs of the file, and closes after them. @param env settings beside those that flows have */
  static forFile(env: Record<string, string> = {}): Flows {
    const flows = new Flows(env);
    beforeAll(() => flows.#start(), 60_000);
    afterAll(() => flows.#close(), 60_000);
    return flows;
  }

  async #start(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    const host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.web = `http://${host}`;
    this.app = await startTestApp({
      env: {
        KADR_RATE_LIMIT_PER_MINUTE: '100000',
        KADR_SCHEDULE_TICK_MS: '100',
        KADR_EGRESS_ALLOW: `${host},${host.replace('127.0.0.1', 'localhost')}`,
        KADR_WORKFLOW_ANSWERS: host,
        KADR_RETRY_BASE_MS: '10',
        ...this.env,
      },
    });
  }

  async #close(): Promise<void> {
    try {
      await this.app?.close();
    } finally {
      this.#server.close();
    }
  }

  readonly call = async <T = Json>(
    method: string,
    route: string,
    body?: unknown,
    key = this.app.apiKey,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(this.app.url + route, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers };
  };

  readonly made = async (body: object): Promise<string> => {
    const { status, json } = await this.call('POST', '/v1/workflows', body);
    expect([status, json]).toEqual([201, expect.objectContaining({ version: 1 })]);
    return String(json['id']);
  };

  /** The frames of a run's event stream, to its end. */
  readonly framesOf = async (url: string, headers: Record<string, string> = {}): Promise<Frame[]> => {
    const text = await (await fetch(url, { headers, signal: AbortSignal.timeout(150_000) })).text();
    return text.split('\n\n').flatMap((frame) => {
      const [id, event, data] = ['id', 'event', 'data'].map((name) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]);
      return id !== undefined && event !== undefined && data !== undefined ? [{ id, event, data: JSON.parse(data) as Json }] : [];
    });
  };

  readonly localOf = (address: string): string => this.app.url + new URL(address).pathname + new URL(address).search;

  /** Starts a run and waits for its end. */
  readonly ended = async (workflowId: string, body: Json = {}): Promise<Run> => {
    const { status, json } = await this.call<Run>('POST', `/v1/workflows/${workflowId}/runs`, body);
    expect([status, json]).toEqual([202, expect.objectContaining({ status: expect.stringMatching(/^(running|completed|failed)$/) })]);
    await this.framesOf(this.localOf(json.eventsUrl));
    return (await this.call<Run>('GET', `/v1/workflow-runs/${json.id}`)).json;
  };
}
