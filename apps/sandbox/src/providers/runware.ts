import { Directives, wordsIn } from '../core/directives.js';
import { inputFile } from '../core/inputs.js';
import { answerTaken, isRefusedForNow } from '../core/interference.js';
import { small } from '../core/sizes.js';
import { type SandboxTask } from '../core/tasks.js';
import { isBearer, isKey, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, listOf, textOf, type Exchange, type Fields } from '../http/exchange.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const VIDEO_SIZES = ['1280x720', '720x1280', '1920x1080', '1080x1920', '3840x2160', '2160x3840'];
const VEO = /^google:(3@[0-3]|veo@3\.1-lite)$/;
const NO_RATE = { count: 10_000, seconds: 1 };

interface Answer {
  readonly data: unknown[];
  readonly errors: object[];
  readonly status?: number;
  /** A task was taken; the faults that its answer may have. */
  readonly spoilt?: Directives;
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
}

/** Runware: one address, arrays in and out; the client names the task. */
export class Runware implements SandboxProvider {
  readonly name = 'runware';

  constructor(private readonly world: World) {}

  async answer(exchange: Exchange): Promise<void> {
    const sent = exchange.json();
    if (exchange.method !== 'POST' || !['', '/', '/v1', '/v1/'].includes(exchange.path))
      return exchange.send(404, errors(problem('notFound', 'Not found')));
    if (!Array.isArray(sent)) return exchange.send(400, errors(problem('invalidJSON', 'The request body must be an array of tasks.')));
    const all = sent.map((task) => fieldsOf(task) ?? {});
    const inBody = all.find((task) => task['taskType'] === 'authentication');
    if (!isBearer(this.world, 'runware', exchange) && !isKey(this.world, 'runware', textOf(inBody?.['apiKey'])))
      return exchange.send(401, errors(problem('invalidApiKey', 'Invalid API key. Get one at https://my.runware.ai', 'apiKey')));
    const data: unknown[] = [];
    const failed: unknown[] = [];
    let status = 200;
    for (const task of all.filter((one) => one !== inBody)) {
      const answer = await this.carryOut(exchange, task);
      if (answer.spoilt) return answerTaken(exchange, answer.spoilt, 200, { data: answer.data }, { data: [] });
      if (answer.status !== undefined) status = answer.status;
      data.push(...answer.data);
      failed.push(
        ...answer.errors.map((one) => ({
          status: 'error',
          documentation: 'https://runware.ai/docs',
          taskType: task['taskType'],
          taskUUID: task['taskUUID'],
          ...one,
        })),
      );
    }
    if (failed.length > 0 && data.length === 0 && status === 200 && !failed.every(isLate)) status = 400;
    exchange.send(status, { ...(data.length > 0 && { data }), ...(failed.length > 0 && { errors: failed.map(withoutLate) }) });
  }

  private async carryOut(exchange: Exchange, task: Fields): Promise<Answer> {
    const taskUUID = textOf(task['taskUUID']);
    if (!UUID_V4.test(taskUUID)) return { data: [], errors: [{ ...problem('invalidTaskUUID', 'taskUUID must be a UUID v4', 'taskUUID') }] };
    exchange.notes.taskId = taskUUID;
    switch (task['taskType']) {
      case 'getResponse':
        return this.responseOf(taskUUID);
      case 'ping':
        return { data: [{ taskType: 'ping', pong: true }], errors: [] };
      case 'accountManagement':
        return {
          data: [{ taskType: 'accountManagement', taskUUID, balance: this.world.faults.of('runware').noCredits ? 0 : 100 }],
          errors: [],
        };
      case 'videoInference':
      case 'imageInference':
        return this.submit(exchange, task, taskUUID, task['taskType']);
      default:
        return { data: [], errors: [{ ...problem('invalidTaskType', `Unsupported task type ${String(task['taskType'])}`, 'taskType') }] };
    }
  }

  private async submit(exchange: Exchange, task: Fields, taskUUID: string, type: string): Promise<Answer> {
    const refused = (status: number, one: Problem) => ({ data: [], errors: [one], status });
    const wrong = type === 'videoInference' ? videoProblem(task) : imageProblem(task);
    if (wrong) return refused(400, wrong);
    if (this.world.tasks.find('runware', taskUUID))
      return refused(400, problem('conflictTaskUUID', 'This taskUUID was used before.', 'taskUUID'));
    const directives = new Directives(wordsIn({ ...task, webhookURL: null, taskUUID: null }), 'runware');
    exchange.notes.clientId = taskUUID;
    if (
      !this.world.rates.take('runware', this.world.faults.of('runware').rate ?? NO_RATE) ||
      isRefusedForNow(this.world, 'runware', directives)
    )
      return refused(429, problem('rateLimitExceeded', 'Too many requests'));
    if (this.world.faults.of('runware').noCredits)
      return refused(402, problem('insufficientCredits', 'Insufficient credits. Add credits to your account.'));
    const code = directives.argument('code', 'serverError');
    if (code !== null)
      return refused(Number(code) || 400, problem(/^\d+$/.test(code) ? 'serverError' : code, 'Refused, as the prompt asked.'));
    if (exchange.header('x-runware-dry-run') === '1') return { data: [{ taskType: type, taskUUID, cost: costOf(task) }], errors: [] };
    exchange.notes.isPaid = true;
    const webhookUrl = textOf(task['webhookURL']) || null;
    const order = { id: taskUUID, provider: 'runware', model: textOf(task['model']), directives, request: task, callbackUrl: webhookUrl };
    const kind = type === 'videoInference' ? 'video' : 'image';
    const started = await this.world.tasks.start({ ...order, kind, make: () => this.make(task, kind) }, (ended) => this.callBack(ended));
    if (task['deliveryMethod'] === 'async' || type === 'videoInference')
      return { data: [{ taskType: type, taskUUID }], errors: [], spoilt: directives };
    const ended = () => started.endedAt !== null || exchange.response.destroyed;
    while (!ended()) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.responseOf(taskUUID);
  }

  private async make(task: Fields, kind: 'image' | 'video') {
    const about = JSON.stringify({ ...task, taskUUID: null, webhookURL: null });
    const size = small(Number(task['width'] ?? 1280), Number(task['height'] ?? 720));
    if (kind === 'image') {
      const extension = { PNG: 'png', WEBP: 'webp' }[textOf(task['outputFormat'])] ?? 'jpg';
      const wish = { ...size, extension: extension as 'png' | 'webp' | 'jpg' };
      return Promise.all(
        Array.from({ length: countOf(task) }, (_, index) => this.world.shelf.image({ about: `${about} ${index}`, ...wish })),
      );
    }
    const frames = framesOf(task);
    const pictures = await Promise.all(frames.map(async (frame) => ({ ...frame, content: await inputFile(frame.image) })));
    const at = (position: string) => pictures.find((one) => one.frame === position)?.content;
    return [await this.world.shelf.video({ about, ...size, seconds: Number(task['duration'] ?? 8), first: at('first'), last: at('last') })];
  }

  private responseOf(taskUUID: string): { data: unknown[]; errors: object[] } {
    const task = this.world.tasks.find('runware', taskUUID);
    if (!task) return { data: [], errors: [{ ...problem('unknownTaskUUID', 'There is no task with this taskUUID', 'taskUUID') }] };
    const taskType = task.order.kind === 'video' ? 'videoInference' : 'imageInference';
    if (task.failure) {
      const code = task.failure.code === 'input' ? 'invalidFrameImage' : task.failure.code || 'providerError';
      return { data: [], errors: [{ ...problem(code, task.failure.message), isLate: true }] };
    }
    if (task.phase !== 'succeeded')
      return { data: [{ taskType, taskUUID, status: 'processing', progress: Math.floor(task.progress * 100) }], errors: [] };
    return { data: this.results(task, taskType), errors: [] };
  }

  private results(task: SandboxTask, taskType: string): Record<string, unknown>[] {
    const request = fieldsOf(task.order.request) ?? {};
    const kind = task.order.kind === 'video' ? 'video' : 'image';
    return this.world.tasks.urlsOf(task).map((url, index) => ({
      ...{ taskType, taskUUID: task.id, status: 'success', [`${kind}UUID`]: uuidFrom(task.id, index), [`${kind}URL`]: url },
      ...{ seed: Number(request['seed'] ?? 42), NSFWContent: false, ...(request['includeCost'] === true && { cost: costOf(request) }) },
    }));
  }

  /** One call for each result, unsigned. */
  private async callBack(task: SandboxTask): Promise<void> {
    const { callbackUrl, directives } = task.order;
    if (!callbackUrl) return;
    const { data, errors: failed } = this.responseOf(task.id);
    for (const body of [...data, ...failed.map((one) => ({ errors: [withoutLate(one)] }))]) {
      for (let count = directives.has('twice') ? 2 : 1; count > 0; count -= 1)
        await this.world.callbacks.post(callbackUrl, body, () => ({}), 5);
    }
  }
}

function videoProblem(task: Fields): Problem | null {
  const frames = framesOf(task);
  const hasSize = task['width'] !== undefined || task['height'] !== undefined;
  if (textOf(task['model']) === '') return missing('model');
  if (!VEO.test(textOf(task['model'])))
    return problem('invalidModel', `Invalid value for 'model' parameter: ${String(task['model'])}`, 'model');
  const words = promptProblem(task);
  if (words) return words;
  if (task['deliveryMethod'] !== 'async') return problem('invalidDeliveryMethod', "'deliveryMethod' must be 'async'", 'deliveryMethod');
  if (hasSize && task['resolution'] !== undefined)
    return problem('conflictResolution', "'resolution' conflicts with 'width' and 'height'", 'resolution');
  if (frames.length > 0 && hasSize)
    return problem('conflictFrameImages', "'inputs.frameImages' conflicts with 'width' and 'height'", 'width');
  if (hasSize && !VIDEO_SIZES.includes(`${String(task['width'])}x${String(task['height'])}`))
    return problem('unsupportedDimensions', 'Unsupported width and height', 'width');
  const duration = task['duration'];
  if (duration !== undefined && ![4, 6, 8].includes(duration as number))
    return problem('invalidDuration', "Invalid value for 'duration' parameter", 'duration');
  return null;
}

function imageProblem(task: Fields): Problem | null {
  if (textOf(task['model']) === '') return missing('model');
  for (const side of ['width', 'height']) {
    const value = task[side];
    if (value === undefined) return missing(side);
    if (!Number.isInteger(value) || (value as number) < 128 || (value as number) > 4096)
      return problem(`invalid${side === 'width' ? 'Width' : 'Height'}`, `Invalid value for '${side}' parameter`, side);
  }
  return promptProblem(task);
}

function promptProblem(task: Fields): Problem | null {
  const prompt = task['positivePrompt'];
  if (prompt === undefined) return missing('positivePrompt');
  const fits = typeof prompt === 'string' && prompt.length >= 2 && prompt.length <= 3000;
  return fits ? null : problem('invalidPositivePrompt', "'positivePrompt' must have 2 to 3000 characters", 'positivePrompt');
}

/** Both spellings: `inputs.frameImages` and the older one at the top. */
function framesOf(task: Fields): { image: string; frame: string }[] {
  const list = listOf(fieldsOf(task['inputs'])?.['frameImages'] ?? task['frameImages']).map((one) => fieldsOf(one) ?? { image: one });
  return list.map((one, index) => ({
    image: textOf(one['image'] ?? one['inputImage']),
    frame: textOf(one['frame']) || (index === 0 ? 'first' : 'last'),
  }));
}

const problem = (code: string, message: string, parameter?: string): Problem => ({ code, message, ...(parameter && { parameter }) });
const missing = (name: string): Problem => problem(`missing${name[0]?.toUpperCase()}${name.slice(1)}`, `'${name}' is required`, name);
const errors = (one: Problem) => ({ errors: [one] });
const isLate = (one: unknown): boolean => fieldsOf(one)?.['isLate'] === true;
const withoutLate = (one: unknown) => Object.fromEntries(Object.entries(one as Fields).filter(([name]) => name !== 'isLate'));
const countOf = (task: Fields): number => Math.min(Math.max(Number(task['numberResults'] ?? 1) || 1, 1), 4);
/** US dollars. */
const costOf = (task: Fields): number =>
  task['taskType'] === 'videoInference' ? 0.1 * Number(task['duration'] ?? 8) : 0.004 * countOf(task);
const uuidFrom = (id: string, index: number): string => `${id.slice(0, -2)}${(index + 16).toString(16)}`;
