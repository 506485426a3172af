import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ProviderError } from '../contracts/errors.js';
import { type PollResult, type AsyncCall, type ProviderAccess, type Submission } from '../contracts/provider-calls.js';
import { ProviderHttp } from '../providers/http/provider-http.js';
import { type ProvidersConfig, type ProviderSettings } from '../providers.config.js';

/** A result that is cut in the middle, or never ends: too slowly, or fast enough. */
export type FileFault = { readonly fault: 'cut' | 'trickle' | 'endless' };

/** What the provider does with a submission: takes it, takes it and breaks the connection, breaks it before, or answers with a status. */
export type Reaction = 'take' | 'take-and-reset' | 'reset' | number;

export interface WireTask {
  readonly id: string;
  readonly attemptId: string;
  readonly callbackUrl: string | null;
  readonly at: number;
  state: 'pending' | 'succeeded' | 'failed' | 'failed-for-good';
  polls: number;
  /** How often it was to be cancelled. */
  cancellations: number;
  isCancelled: boolean;
}

export interface WireResult {
  readonly url: string;
  readonly costMicros: number | null;
}

/** A provider of specs with a protocol of its own, over real connections: whoever submits to it pays. */
export class WireProvider {
  readonly tasks: WireTask[] = [];
  /** Submissions that were turned away, by status. */
  readonly refused: number[] = [];
  /** Decides on each submission; default: takes it. */
  react: (count: number) => Reaction | Promise<Reaction> = () => 'take';
  /** Before a taken submission is answered. */
  beforeAnswer: (task: WireTask) => Promise<void> = () => Promise.resolve();
  /** State of tasks from the start. */
  startsAs: WireTask['state'] = 'pending';
  /** Content of result files; a number is a status. */
  file: (count: number) => string | number | FileFault = () => 'a film';
  filesServed = 0;
  private submissions = 0;

  private constructor(
    readonly name: string,
    private readonly server: Server,
  ) {}

  static async start(name = 'wire'): Promise<WireProvider> {
    const server = createServer();
    const provider = new WireProvider(name, server);
    server.on('request', (request, response) => void provider.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** As when its machine is cut off: nobody who waits for an answer gets one. */
  dropConnections(): void {
    this.server.closeAllConnections();
  }

  /** As new. */
  reset(): void {
    this.tasks.length = 0;
    this.refused.length = 0;
    this.react = () => 'take';
    this.beforeAnswer = () => Promise.resolve();
    this.startsAs = 'pending';
    this.file = () => 'a film';
    this.filesServed = 0;
    this.submissions = 0;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All submissions that came, whatever became of them. */
  get submitted(): number {
    return this.submissions;
  }

  /** Settings under which it is found, quick enough for specs. */
  settings(over: Partial<ProviderSettings> = {}, config: Partial<ProvidersConfig> = {}): Partial<ProvidersConfig> {
    const settings = { apiKey: 'a-key', baseUrl: this.url, needsKey: true, isKeyless: false, rate: null, concurrency: 1000, ...over };
    return {
      providers: new Map([[this.name, settings]]),
      ...{ pollIntervalMs: 40, deadlineMs: 20_000, submitGraceMs: 600, probeMs: 400, breakerMs: 400, orgConcurrency: 1000 },
      ...config,
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, what, id = ''] = (request.url ?? '').split('/');
    if (what === 'files') return this.sendFile(response);
    if (request.method === 'POST') return this.take(JSON.parse(Buffer.concat(chunks).toString()) as Submission, response);
    const task = this.tasks.find((one) => one.id === id || one.attemptId === id);
    if (task && request.method === 'DELETE') {
      task.isCancelled = true;
      task.cancellations += 1;
    }
    if (task && request.method === 'GET') task.polls += 1;
    response.writeHead(task ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(task ? { id: task.id, state: task.state, url: `${this.url}/files/${task.id}` } : {}));
  }

  private async take({ attemptId, callbackUrl }: Submission, response: ServerResponse): Promise<void> {
    const reaction = await this.react(this.submissions++);
    if (reaction === 'reset') return void response.destroy();
    if (typeof reaction === 'number') {
      this.refused.push(reaction);
      return void response.writeHead(reaction, { 'content-type': 'application/json' }).end('{}');
    }
    const task: WireTask = {
      ...{ id: randomUUID(), attemptId, callbackUrl, at: Date.now(), state: this.startsAs, polls: 0, cancellations: 0, isCancelled: false },
    };
    this.tasks.push(task);
    if (reaction === 'take-and-reset') return void response.destroy();
    await this.beforeAnswer(task);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: task.id }));
  }

  private sendFile(response: ServerResponse): void {
    const content = this.file(this.filesServed++);
    if (typeof content === 'object') return void spoil(response, content);
    if (typeof content === 'number') response.writeHead(content).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(content);
  }
}

async function spoil(response: ServerResponse, { fault }: FileFault): Promise<void> {
  response.writeHead(200, { 'content-type': 'video/mp4', ...(fault === 'cut' && { 'content-length': '100000' }) });
  response.write('a film');
  if (fault === 'cut') return void setTimeout(() => response.destroy(), 20);
  while (!response.destroyed) {
    response.write('.'.repeat(fault === 'trickle' ? 1 : 10_000));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const http = new ProviderHttp('wire');

/** The adapter to it. @param canFind whether it can be asked by our own id */
export function wireCall(provider: WireProvider, over: Partial<AsyncCall<WireResult>> = {}, canFind = false): AsyncCall<WireResult> {
  const ask = (access: ProviderAccess, method: 'GET' | 'DELETE', id: string) =>
    http.sendForJson({ method, url: `${access.baseUrl}/tasks/${id}`, isPaid: false, signal: access.signal });
  return {
    provider: provider.name,
    model: `${provider.name}:model`,
    name: 'task',
    expectedMicros: 700,
    deadlineSeconds: null,
    async submit({ attemptId, callbackUrl, baseUrl, signal, mustBeHeld }) {
      const json = { attemptId, callbackUrl };
      const answer = await http.sendForJson({ method: 'POST', url: `${baseUrl}/tasks`, json, isPaid: true, signal, mustBeHeld });
      if (answer.status !== 200) throw faultOf(answer.status);
      return { providerTaskId: (answer.json as { id: string }).id };
    },
    async poll(id, access): Promise<PollResult<WireResult>> {
      const { status, json } = await ask(access, 'GET', id);
      if (status !== 200) throw faultOf(status);
      const { state, url } = json as { state: WireTask['state']; url: string };
      if (state === 'succeeded') return { state, value: { url, costMicros: 650 } };
      if (state === 'pending') return { state };
      return { state: 'failed', error: new ProviderError('content_refused', 'no', state === 'failed') };
    },
    ...(canFind && {
      async findSubmitted(attemptId: string, access: ProviderAccess) {
        const { status, json } = await ask(access, 'GET', attemptId);
        return status === 200 ? (json as { id: string }).id : null;
      },
    }),
    async cancel(id, access) {
      await ask(access, 'DELETE', id);
    },
    ...over,
  };
}

function faultOf(status: number): ProviderError {
  if (status === 402) return new ProviderError('no_credit', 'no credit', false, { unavailable: 'no_credit' });
  if (status === 401) return new ProviderError('key_rejected', 'no such key', false, { unavailable: 'key_rejected' });
  if (status === 429) return new ProviderError('provider_busy', 'too many', true);
  return new ProviderError(status >= 500 ? 'provider_failed' : 'content_refused', `status ${status}`, status >= 500);
}
