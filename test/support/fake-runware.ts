import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

interface VideoTask {
  readonly taskUUID: string;
  readonly duration: number;
  readonly body: Readonly<Record<string, unknown>>;
  state: 'processing' | 'success' | 'error';
  looks: number;
}

/** Runware's protocol as far as clips need it, over real connections; what becomes of a task is the spec's choice. */
export class FakeRunware {
  /** Submissions, in their order: each one is paid. */
  readonly tasks: VideoTask[] = [];
  /** Authorizations that calls have come with. */
  readonly keys = new Set<string>();

  private constructor(private readonly server: Server) {}

  static async start(film: Buffer): Promise<FakeRunware> {
    const server = createServer((request, response) => {
      if (request.method === 'GET')
        return response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': film.length }).end(film);
      fake.keys.add(request.headers.authorization ?? '');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>[];
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: asked.map((one) => fake.answer(one)) }));
      });
    });
    const fake = new FakeRunware(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Settings that lead an app here. */
  get env(): Record<string, string> {
    return {
      KADR_PROVIDERS_RUNWARE_API_KEY: 'a-key',
      KADR_PROVIDERS_RUNWARE_BASE_URL: `http://${this.host}/v1`,
      KADR_EGRESS_ALLOW: this.host,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(asked: Record<string, unknown>): object {
    const taskUUID = String(asked['taskUUID']);
    if (asked['taskType'] === 'videoInference') {
      this.tasks.push({ taskUUID, duration: Number(asked['duration']), body: asked, state: 'processing', looks: 0 });
      return { taskType: 'videoInference', taskUUID };
    }
    const task = this.tasks.find((one) => one.taskUUID === taskUUID);
    if (!task) return { taskUUID, status: 'error', code: 'taskNotFound', message: 'no such task' };
    task.looks += 1;
    if (task.state === 'processing') return { taskUUID, status: 'processing' };
    if (task.state === 'error') return { taskUUID, status: 'error', code: 'contentPolicyViolation', message: 'not this one' };
    return { taskUUID, status: 'success', videoURL: `http://${this.host}/${taskUUID}.mp4`, cost: task.duration * 0.2 };
  }
}
