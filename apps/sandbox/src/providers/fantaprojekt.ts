import { Directives, wordsIn } from '../core/directives.js';
import { answerTaken, isRefusedForNow } from '../core/interference.js';
import { sendFile } from '../core/links.js';
import { type SandboxTask } from '../core/tasks.js';
import { isBearer, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, listOf, textOf, type Exchange, type Fields } from '../http/exchange.js';

const VOLUMES = ['muted', 'low', 'medium', 'high', 'very_high', 'ultra'];
const NO_RATE = { count: 10_000, seconds: 1 };

/** FantaProjekt as far as its protocol is known. It asks for no key; one that is sent must be right. */
export class FantaProjekt implements SandboxProvider {
  readonly name = 'fantaprojekt';
  private readonly tasks: SandboxTask[] = [];

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    const isRevoked = this.world.faults.of('fantaprojekt').revokedKey;
    if (isRevoked || (exchange.header('authorization') !== '' && !isBearer(this.world, 'fantaprojekt', exchange)))
      return exchange.send(401, { error: 'Unauthorized' });
    const { method, path } = exchange;
    if (method === 'POST' && path === '/api/short-video') return this.create(exchange);
    if (method === 'GET' && path === '/api/short-videos')
      return exchange.send(200, {
        videos: this.tasks.filter((task) => !task.isCancelled).map((task) => ({ id: task.id, status: statusOf(task) })),
      });
    if (method === 'GET' && path === '/api/voices')
      return exchange.send(200, { kokoro: ['af_heart', 'am_adam'], openai: ['alloy', 'nova'] });
    if (method === 'GET' && path === '/api/music-tags') return exchange.send(200, ['calm', 'happy', 'epic']);
    if (method === 'GET' && path === '/api/effects') return exchange.send(200, []);
    const [, id = '', isStatus] = /^\/api\/short-video\/([^/]+)(\/status)?$/.exec(path) ?? [];
    const task = this.world.tasks.find('fantaprojekt', id);
    if (!task) return exchange.send(404, { error: 'Video not found' });
    exchange.notes.taskId = id;
    if (method === 'GET' && isStatus) return exchange.send(200, statusRecord(task));
    if (method === 'GET') return this.film(exchange, task);
    if (method !== 'DELETE') return exchange.send(404, { error: 'Not found' });
    this.world.tasks.remove(task);
    exchange.send(200, { success: true });
  }

  private async create(exchange: Exchange): Promise<void> {
    const body = exchange.fields() ?? {};
    const missingFields = missingIn(body);
    if (Object.keys(missingFields).length > 0)
      return exchange.send(400, { error: 'Validation failed', message: 'The request has wrong or missing fields', missingFields });
    const directives = new Directives(wordsIn(body), 'fantaprojekt');
    const faults = this.world.faults.of('fantaprojekt');
    if (!this.world.rates.take('fantaprojekt', faults.rate ?? NO_RATE) || isRefusedForNow(this.world, 'fantaprojekt', directives))
      return exchange.send(429, { error: 'Too many requests' });
    if (faults.noCredits) return exchange.send(402, { error: 'Payment required' });
    const code = directives.argument('code', '500');
    if (code !== null) return exchange.send(Number(code) || 500, { error: 'Refused, as the prompt asked.' });
    exchange.notes.isPaid = true;
    const order = { provider: 'fantaprojekt', model: 'short-video', kind: 'video', directives, request: body, callbackUrl: null } as const;
    const task = await this.world.tasks.start({ ...order, make: () => this.make(body) });
    this.tasks.push(task);
    exchange.notes.taskId = task.id;
    answerTaken(exchange, directives, 201, { videoId: task.id }, { success: true });
  }

  private async make(body: Fields) {
    const config = fieldsOf(body['config']) ?? {};
    const seconds = listOf(body['scenes'])
      .map(fieldsOf)
      .reduce((sum, scene) => sum + secondsOf(scene ?? {}), 0);
    const [widthPx, heightPx] = config['orientation'] === 'landscape' ? [640, 360] : [360, 640];
    return [await this.world.shelf.video({ about: JSON.stringify(body), widthPx, heightPx, seconds: Math.min(Math.max(seconds, 1), 600) })];
  }

  private film(exchange: Exchange, task: SandboxTask): Promise<void> | void {
    const [file] = task.files;
    if (task.phase !== 'succeeded' || !file) return exchange.send(404, { error: 'Video not found' });
    const [url = ''] = this.world.tasks.urlsOf(task);
    const { directives } = task.order;
    if (['html', 'empty', 'huge', 'trickle', 'hls', 'expired'].some((name) => directives.has(name as 'html'))) {
      // As broken as a link of the others would be.
      Object.defineProperty(exchange, 'url', { value: new URL(url) });
      return this.world.links.serve(exchange);
    }
    return sendFile(exchange, file, directives.has('truncated'));
  }
}

/** Explicit, else as long as the words take to be said. */
const secondsOf = (scene: Fields): number =>
  Number(scene['sceneDuration'] ?? scene['mediaDuration'] ?? 0) || Math.max(textOf(scene['text']).length / 14, 1);

function missingIn(body: Fields): Record<string, string> {
  const missing: Record<string, string> = {};
  const scenes = listOf(body['scenes']).map(fieldsOf);
  const config = fieldsOf(body['config']);
  if (scenes.length === 0) missing['scenes'] = 'Required, at least one';
  for (const [index, scene] of scenes.entries()) {
    if (typeof scene?.['text'] !== 'string') missing[`scenes.${index}.text`] = 'Required';
    if (listOf(scene?.['searchTerms']).length === 0 && !fieldsOf(scene?.['media']))
      missing[`scenes.${index}.searchTerms`] = 'searchTerms or media is required';
  }
  if (!config) missing['config'] = 'Required';
  else if (textOf(config['voice']) === '') missing['config.voice'] = 'Required';
  const [volume, orientation] = [config?.['musicVolume'], config?.['orientation']];
  if (volume !== undefined && !VOLUMES.includes(textOf(volume))) missing['config.musicVolume'] = `One of ${VOLUMES.join(', ')}`;
  if (orientation !== undefined && !['portrait', 'landscape'].includes(textOf(orientation)))
    missing['config.orientation'] = 'portrait or landscape';
  return missing;
}

const STATUS = {
  waiting: 'queued',
  queued: 'queued',
  running: 'processing',
  succeeded: 'ready',
  failed: 'failed',
  cancelled: 'failed',
} as const;
const statusOf = (task: SandboxTask): string => STATUS[task.phase];

const statusRecord = (task: SandboxTask): object => ({
  ...{ status: statusOf(task), progress: Math.floor(task.progress * 100), currentStage: statusOf(task) },
  error: task.failure?.message ?? null,
});
