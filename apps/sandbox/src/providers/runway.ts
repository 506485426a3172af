import { Directives, wordsIn } from '../core/directives.js';
import { inputFile } from '../core/inputs.js';
import { answerTaken, isRefusedForNow } from '../core/interference.js';
import { sizeOf } from '../core/sizes.js';
import { type SandboxTask } from '../core/tasks.js';
import { isBearer, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, listOf, textOf, type Exchange, type Fields } from '../http/exchange.js';

const VERSION = '2024-11-06';
/** Tasks that run at a time in the first tier; the rest is THROTTLED, not refused. */
const AT_ONCE = 2;
const NO_RATE = { count: 10_000, seconds: 1 };
const GEN4_VIDEO = ['1280:720', '720:1280', '1104:832', '832:1104', '960:960', '1584:672'];
const VEO_VIDEO = ['1280:720', '720:1280', '1080:1920', '1920:1080'];
const GEN4_IMAGE = [
  '1024:1024',
  '1080:1080',
  '1168:880',
  '1360:768',
  '1440:1080',
  '1080:1440',
  '1808:768',
  '1920:1080',
  '1080:1920',
  '2112:912',
].concat(['1280:720', '720:1280', '720:720', '960:720', '720:960', '1680:720']);

interface Model {
  readonly ratios: readonly string[] | null;
  readonly durations: readonly number[] | null;
  readonly mayEndOnFrame: boolean;
  readonly needsDuration?: boolean;
  readonly needsPrompt?: boolean;
  /** For each second, or for each picture. */
  readonly credits: number;
}

const UP_TO_10 = [2, 3, 4, 5, 6, 7, 8, 9, 10];
const veo = (credits: number): Model => ({ ratios: VEO_VIDEO, durations: [4, 6, 8], mayEndOnFrame: true, credits });
const MODELS: Readonly<Record<string, Readonly<Record<string, Model>>>> = {
  '/v1/image_to_video': {
    gen4_turbo: { ratios: GEN4_VIDEO, durations: UP_TO_10, mayEndOnFrame: false, credits: 5 },
    'gen4.5': { ratios: GEN4_VIDEO, durations: UP_TO_10, mayEndOnFrame: false, needsDuration: true, needsPrompt: true, credits: 12 },
    ...{ 'veo3.1': veo(40), 'veo3.1_fast': veo(15) },
  },
  '/v1/text_to_video': {
    'gen4.5': { ratios: ['1280:720', '720:1280'], durations: UP_TO_10, mayEndOnFrame: false, needsDuration: true, credits: 12 },
    ...{ 'veo3.1': veo(40), 'veo3.1_fast': veo(15) },
  },
  '/v1/text_to_image': {
    gen4_image: { ratios: GEN4_IMAGE, durations: null, mayEndOnFrame: false, credits: 5 },
    gen4_image_turbo: { ratios: GEN4_IMAGE, durations: null, mayEndOnFrame: false, credits: 2 },
    'gemini_2.5_flash': { ratios: null, durations: null, mayEndOnFrame: false, credits: 5 },
    gemini_image3_pro: { ratios: null, durations: null, mayEndOnFrame: false, credits: 20 },
  },
};

/** Runway: a version header on each call, tasks that are polled, no callbacks. */
export class Runway implements SandboxProvider {
  readonly name = 'runway';
  private readonly started: SandboxTask[] = [];

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    if (!isBearer(this.world, 'runway', exchange)) return exchange.send(401, { error: 'You did not provide a valid API key.' });
    if (exchange.header('x-runway-version') !== VERSION)
      return exchange.send(400, {
        error: `X-Runway-Version header is required and must be ${VERSION}.`,
        docUrl: 'https://docs.dev.runwayml.com',
      });
    const id = /^\/v1\/tasks\/([^/]+)$/.exec(exchange.path)?.[1];
    if (id !== undefined) return this.task(exchange, id);
    if (exchange.method === 'GET' && exchange.path === '/v1/organization') return exchange.send(200, this.organisation());
    const models = MODELS[exchange.path];
    if (exchange.method !== 'POST' || !models) return exchange.send(404, { error: 'Not found' });
    const body = exchange.fields();
    if (!body) return exchange.send(400, { error: 'The body is not valid JSON.' });
    const model = models[textOf(body['model'])];
    const issues = model
      ? issuesOf(exchange.path, model, body)
      : [{ path: ['model'], message: `Invalid model. Allowed: ${Object.keys(models).join(', ')}` }];
    if (issues.length > 0 || !model)
      return exchange.send(400, { error: 'Validation of body failed', issues, docUrl: 'https://docs.dev.runwayml.com/api' });
    return this.create(exchange, body, model);
  }

  private async create(exchange: Exchange, body: Fields, model: Model): Promise<void> {
    const directives = new Directives(wordsIn(body), 'runway');
    const faults = this.world.faults.of('runway');
    if (!this.world.rates.take('runway', faults.rate ?? NO_RATE) || isRefusedForNow(this.world, 'runway', directives))
      return exchange.send(429, { error: 'You have exceeded the daily task limit for your organization.' });
    if (faults.noCredits) return exchange.send(400, { error: 'You do not have enough credits to run this task.' });
    const code = directives.argument('code', '500');
    if (code !== null) return exchange.send(Number(code) || 500, { error: 'Refused, as the prompt asked.' });
    exchange.notes.isPaid = true;
    const kind = exchange.path === '/v1/text_to_image' ? 'image' : 'video';
    const order = { provider: 'runway', model: textOf(body['model']), kind, directives, request: body, callbackUrl: null } as const;
    const task = await this.world.tasks.start({ ...order, make: () => this.make(kind, body) });
    this.started.push(task);
    exchange.notes.taskId = task.id;
    const estimatedCost = { credits: creditsOf(task, model) };
    answerTaken(exchange, directives, 200, { id: task.id, estimatedCost }, { estimatedCost });
  }

  private async make(kind: 'image' | 'video', body: Fields) {
    const about = JSON.stringify(body);
    const size = sizeOf(textOf(body['ratio']) || '1280:720');
    if (kind === 'image') return [await this.world.shelf.image({ about, ...size, extension: 'png' })];
    const fetched = await Promise.all(
      framesOf(body).map(async (one) => ({ ...one, content: await inputFile(one.uri, 'RunwayML API/1.0') })),
    );
    const at = (position: string) => fetched.find((one) => one.position === position)?.content;
    return [await this.world.shelf.video({ about, ...size, seconds: Number(body['duration'] ?? 5), first: at('first'), last: at('last') })];
  }

  private task(exchange: Exchange, id: string): void {
    exchange.notes.taskId = id;
    const task = this.world.tasks.find('runway', id);
    if (!task) return exchange.send(404, { error: 'Task not found' });
    if (exchange.method === 'DELETE') {
      this.world.tasks.remove(task);
      return exchange.sendBytes(204, '');
    }
    exchange.send(200, this.record(task));
  }

  private record(task: SandboxTask): Record<string, unknown> {
    const credits = creditsOf(task, modelOf(task));
    const base = { id: task.id, createdAt: new Date(task.createdAt).toISOString() };
    switch (task.phase) {
      case 'waiting':
      case 'queued':
        return { ...base, status: this.isThrottled(task) ? 'THROTTLED' : 'PENDING', estimatedCost: { credits } };
      case 'running':
        return this.isThrottled(task)
          ? { ...base, status: 'THROTTLED', estimatedCost: { credits } }
          : { ...base, status: 'RUNNING', progress: task.progress, estimatedCost: { credits } };
      case 'succeeded':
        return { ...base, status: 'SUCCEEDED', output: this.world.tasks.urlsOf(task), cost: { credits } };
      case 'cancelled':
        return { ...base, status: 'CANCELLED', cost: { credits: 0 } };
      case 'failed': {
        const given = task.failure?.code ?? '';
        const failureCode = given === 'input' ? 'ASSET.INVALID' : /^[A-Z]/.test(given) ? given : 'INTERNAL';
        const isKept = failureCode.startsWith('SAFETY.INPUT');
        return { ...base, status: 'FAILED', failure: task.failure?.message ?? '', failureCode, cost: { credits: isKept ? credits : 0 } };
      }
    }
  }

  private isThrottled(task: SandboxTask): boolean {
    const running = this.started.filter((one) => one.endedAt === null && !one.isCancelled);
    return running.indexOf(task) >= AT_ONCE;
  }

  private organisation(): Record<string, unknown> {
    return {
      creditBalance: this.world.faults.of('runway').noCredits ? 0 : 10_000,
      tier: { maxMonthlyCreditSpend: 10_000, models: { gen4_turbo: { maxConcurrentGenerations: AT_ONCE, maxDailyGenerations: 200 } } },
      usage: { models: {} },
    };
  }
}

const modelOf = (task: SandboxTask): Model | null =>
  Object.values(MODELS)
    .map((models) => models[task.order.model])
    .find(Boolean) ?? null;

const creditsOf = (task: SandboxTask, model: Model | null): number =>
  (model?.credits ?? 0) * (task.order.kind === 'image' ? 1 : Number(fieldsOf(task.order.request)?.['duration'] ?? 5));

function framesOf(body: Fields): { uri: string; position: string }[] {
  const given = body['promptImage'];
  if (typeof given === 'string') return [{ uri: given, position: 'first' }];
  return listOf(given).map((one) => ({ uri: textOf(fieldsOf(one)?.['uri']), position: textOf(fieldsOf(one)?.['position']) || 'first' }));
}

interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

function issuesOf(path: string, model: Model, body: Fields): Issue[] {
  const issues: Issue[] = [];
  const wrong = (name: string, message: string) => issues.push({ path: [name], message });
  const prompt = body['promptText'];
  const frames = framesOf(body);
  if (prompt === undefined ? path !== '/v1/image_to_video' || model.needsPrompt : typeof prompt !== 'string' || prompt.length > 1000)
    wrong('promptText', 'Required, a string of at most 1000 UTF-16 code units');
  const ratio = body['ratio'];
  if (ratio === undefined ? path !== '/v1/text_to_video' || model.ratios === null : model.ratios && !model.ratios.includes(textOf(ratio)))
    wrong('ratio', `Expected one of ${(model.ratios ?? []).join(', ')}`);
  const duration = body['duration'];
  if (duration === undefined ? model.needsDuration : model.durations && !model.durations.includes(duration as number))
    wrong('duration', `Expected one of ${(model.durations ?? []).join(', ')}`);
  if (path !== '/v1/image_to_video') return issues;
  if (frames.length === 0) wrong('promptImage', 'Required');
  for (const { uri } of frames) {
    // The real service refuses every http address; one on this machine is let through, since nothing local has a certificate.
    if (!/^(https:\/\/|runway:\/\/|data:image\/(jpeg|png|webp);base64,|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(uri))
      wrong('promptImage', 'Expected an https, runway or data URI');
  }
  if (frames.some((one) => one.position === 'last') && (!model.mayEndOnFrame || !frames.some((one) => one.position === 'first')))
    wrong('promptImage', 'This model cannot take a last frame without a first one, or at all');
  return issues;
}
