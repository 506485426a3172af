import { Directives, wordsIn } from '../../core/directives.js';
import { answerTaken, isRefusedForNow } from '../../core/interference.js';
import { clientIdIn } from '../../core/journal.js';
import { kieSignature } from '../../core/callbacks.js';
import { type SandboxTask, type TaskOrder } from '../../core/tasks.js';
import { isBearer, KIE_WEBHOOK_KEY, type SandboxProvider, type World } from '../../core/world.js';
import { fieldsOf, textOf, type Exchange, type Fields } from '../../http/exchange.js';
import { DEDICATED, type DedicatedApi } from './kie.dedicated.js';
import { problemWith } from './kie.fields.js';
import { KieFiles } from './kie.files.js';
import { KIE_MODELS } from './kie.models.js';
import { marketCallback, marketRecord, musicItems } from './kie.records.js';
import { makeFor } from './kie.work.js';

/** New tasks for an account, from the documentation. */
const RATE = { count: 20, seconds: 10 };
/** A link that `download-url` gives lives 20 min. */
const DIRECT_LINK_MS = 20 * 60_000;
const START_CREDITS = 10_000;

/** KIE.ai: HTTP 200 with the verdict inside, whatever happened. */
export class Kie implements SandboxProvider {
  readonly name = 'kie';
  private readonly files: KieFiles;
  private credits = START_CREDITS;

  constructor(private readonly world: World) {
    this.files = new KieFiles(world);
  }

  async answer(exchange: Exchange): Promise<void> {
    const { path, method } = exchange;
    if (!isBearer(this.world, 'kie', exchange)) return refuse(exchange, 401, 'You do not have access permissions');
    if (method === 'POST' && path === '/api/v1/jobs/createTask') return this.createTask(exchange);
    if (method === 'GET' && path === '/api/v1/jobs/recordInfo') return this.recordInfo(exchange);
    if (method === 'GET' && path === '/api/v1/chat/credit') return accept(exchange, this.hasCredits ? this.credits : 0);
    if (method === 'POST' && path === '/api/v1/common/download-url') return this.directLink(exchange);
    if (method === 'GET' && path === '/api/v1/models') return this.catalogue(exchange);
    if (method === 'POST' && path.startsWith('/api/file-')) return this.files.upload(exchange);
    for (const api of DEDICATED) {
      if (method === 'POST' && path === api.createPath) return this.createDedicated(exchange, api);
      if (method === 'GET' && path === api.statusPath) return this.dedicatedRecord(exchange, api);
    }
    refuse(exchange, 404, 'Not Found');
  }

  private get hasCredits(): boolean {
    return !this.world.faults.of('kie').noCredits && this.credits > 0;
  }

  private createTask(exchange: Exchange): Promise<void> | void {
    const body = exchange.fields();
    if (!body) return refuse(exchange, 400, 'The request body is not valid JSON');
    const model = textOf(body['model']);
    const known = KIE_MODELS[model];
    if (!known) return refuse(exchange, 422, 'The model name you specified is not supported. Please verify the model name and try again.');
    const input = fieldsOf(body['input']);
    if (!input) return refuse(exchange, 422, 'input is required');
    const problem = problemWith(known.shape, input);
    if (problem) return refuse(exchange, 422, problem);
    const make = () => makeFor(this.world.shelf, known.kind, input);
    const onEnd = (task: SandboxTask) => this.callBack(task, () => marketCallback(task, known, this.world.tasks.urlsOf(task)));
    return this.accepted(exchange, { model, kind: known.kind, request: body, make }, known.credits, onEnd, (id) => ({
      taskId: id,
      recordId: id,
    }));
  }

  private createDedicated(exchange: Exchange, api: DedicatedApi): Promise<void> | void {
    const body = exchange.fields();
    if (!body) return refuse(exchange, 400, 'The request body is not valid JSON');
    const problem = problemWith(api.shape, body);
    if (problem) return refuse(exchange, 422, problem);
    const make = () => makeFor(this.world.shelf, api.kind, body);
    const onEnd = (task: SandboxTask) => this.callBack(task, () => api.callback(task, this.world.tasks.urlsOf(task)));
    return this.accepted(exchange, { model: api.name, kind: api.kind, request: body, make }, api.credits, onEnd, (taskId) => ({ taskId }));
  }

  private async accepted(
    exchange: Exchange,
    order: Pick<TaskOrder, 'model' | 'kind' | 'request' | 'make'>,
    credits: number,
    onEnd: (task: SandboxTask) => Promise<void>,
    answer: (taskId: string) => unknown,
  ): Promise<void> {
    const request = fieldsOf(order.request) ?? {};
    const directives = new Directives(wordsIn({ ...request, callBackUrl: null }), 'kie');
    const callbackUrl = textOf(request['callBackUrl']) || null;
    exchange.notes.clientId = clientIdIn(callbackUrl) ?? '';
    if (!this.world.rates.take('kie', this.world.faults.of('kie').rate ?? RATE) || isRefusedForNow(this.world, 'kie', directives))
      return refuse(exchange, 429, 'The call frequency is too high. Please try again later.');
    if (!this.hasCredits) return refuse(exchange, 402, 'Credits insufficient: your balance is not enough to run this request.');
    const code = directives.argument('code', '500');
    if (code !== null) return refuse(exchange, Number(code) || 500, 'Refused, as the prompt asked.');
    this.credits -= credits;
    exchange.notes.isPaid = true;
    // Early: it has ended, and was called back, before this answer leaves.
    const task = await this.world.tasks.start({ ...order, provider: 'kie', directives, callbackUrl }, onEnd);
    exchange.notes.taskId = task.id;
    const taken = (data: unknown) => ({ code: 200, msg: 'success', data });
    answerTaken(exchange, directives, 200, taken(answer(task.id)), taken({}));
  }

  private recordInfo(exchange: Exchange): void {
    const task = this.find(exchange);
    if (!task) return refuse(exchange, 422, 'recordInfo is null');
    const model = KIE_MODELS[task.order.model];
    if (!model) return refuse(exchange, 422, 'recordInfo is null');
    accept(exchange, marketRecord(task, model, this.urlsOf(task)));
  }

  private dedicatedRecord(exchange: Exchange, api: DedicatedApi): void {
    const task = this.find(exchange);
    if (!task || task.order.model !== api.name) {
      // Music tells of a task that it does not know as if all was well.
      return api.name === 'suno' ? accept(exchange, null) : refuse(exchange, 422, 'recordInfo is null');
    }
    accept(exchange, api.record(task, this.urlsOf(task), musicItems(task, this.urlsOf(task))));
  }

  private find(exchange: Exchange): SandboxTask | null {
    const id = exchange.query('taskId');
    exchange.notes.taskId = id;
    return this.world.tasks.find('kie', id);
  }

  private urlsOf(task: SandboxTask): readonly string[] {
    return task.phase === 'succeeded' ? this.world.tasks.urlsOf(task) : [];
  }

  private directLink(exchange: Exchange): void {
    const file = this.world.links.fileOf(textOf(exchange.fields()?.['url']));
    if (!file) return refuse(exchange, 422, 'The url is not a file generated by this service');
    accept(exchange, this.world.links.issue(file, DIRECT_LINK_MS));
  }

  private catalogue(exchange: Exchange): void {
    const wanted = exchange.query('q').toLowerCase();
    const models = Object.entries(KIE_MODELS)
      .filter(([model]) => model.includes(wanted))
      .map(([model, { kind, credits }]) => ({
        ...{ model, slug: model.replaceAll('/', '-'), title: model, provider: model.split('/')[0], taskType: [kind] },
        ...{ description: '', pricingDesc: `${credits} credits` },
      }));
    accept(exchange, { total: models.length, models });
  }

  private async callBack(task: SandboxTask, body: () => unknown): Promise<void> {
    const { callbackUrl, directives } = task.order;
    if (!callbackUrl) return;
    const headers = () => kieSignature(KIE_WEBHOOK_KEY, task.id, directives.has('forged'));
    const content = body();
    for (let count = directives.has('twice') ? 2 : 1; count > 0; count -= 1) await this.world.callbacks.post(callbackUrl, content, headers);
  }
}

const accept = (exchange: Exchange, data: unknown): void => exchange.send(200, { code: 200, msg: 'success', data });

export const refuse = (exchange: Exchange, code: number, msg: string): void =>
  exchange.send(200, { code, msg, data: null } satisfies Fields);
