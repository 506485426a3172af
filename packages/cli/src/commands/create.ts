/** `create` and `estimate`: the price first, then the order, then perhaps the film. */
import { type CreateVideoRequest, type VideoEstimate, type Video } from '@kadr/sdk';
import { type Command } from 'commander';
import { agreed } from '../ask.js';
import { CliError, EXIT } from '../faults.js';
import { type Io } from '../io.js';
import { clean, money } from '../output/text.js';
import { type Session } from '../session.js';
import { act, integer } from './act.js';
import { downloadFilm } from './download.js';
import { type OrderOptions, orderOf, withOrderOptions } from './order.js';
import { checkAllMade, watchVideos } from './watching.js';
import { showVideo } from './videos.js';

interface CreateOptions extends OrderOptions {
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly download?: string;
  readonly timeout?: number;
  readonly idempotencyKey?: string;
}

export function addCreate(program: Command, io: Io): void {
  withOrderOptions(program.command('create').description('order a film'))
    .option('--yes', 'agree to the price')
    .option('--wait', 'follow it to its end')
    .option('--download <file>', 'follow it, then get the film; - for stdout')
    .option('--timeout <seconds>', 'wait no longer than this', integer(1))
    .option('--idempotency-key <key>', 'the same key and order give the same video')
    .action(
      act<CreateOptions>(io, async ({ session, args: [prompt], options }) => create(session, await orderOf(io, prompt, options), options)),
    );

  withOrderOptions(program.command('estimate').description('what a film would cost')).action(
    act<OrderOptions>(io, async ({ session, args: [prompt], options }) => {
      const estimate = await session.kadr.videos.estimate(await orderOf(io, prompt, options));
      session.print.facts(estimate, String(estimate.cost.amountMicros), factsOf(estimate));
      if (!estimate.allowed) throw overQuota(estimate);
    }),
  );
}

async function create(session: Session, order: CreateVideoRequest, options: CreateOptions): Promise<void> {
  const { kadr, print } = session;
  const agreedMicros = await agreedPrice(session, order, options);
  const call = options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey };
  // What was agreed to holds: should the price have risen since, the order is refused.
  const video = await kadr.videos.create({ ...order, maxCostMicros: agreedMicros }, call);
  if (!options.wait && options.download === undefined) {
    return print.document(video, video.id, () => [`${video.id}  ${video.status}`]);
  }
  print.note(`Video ${video.id}`);
  const [ended = video] = await watchVideos(session, [video.id], options.timeout === undefined ? {} : { timeoutSeconds: options.timeout });
  if (ended.status === 'completed' && options.download !== undefined) await downloadFilm(session, ended, options.download);
  if (options.download !== '-') said(session, ended, options.download);
  checkAllMade([ended]);
}

function said(session: Session, video: Video, file: string | undefined): void {
  if (session.print.mode === 'people' && file !== undefined) session.print.document(video, video.id, () => [file]);
  else showVideo(session, video);
}

/** @returns what may be spent, in micros @throws CliError when it is above the limit, over quota, or not agreed to */
async function agreedPrice(session: Session, order: CreateVideoRequest, { yes }: CreateOptions): Promise<number> {
  const { print, io } = session;
  const { maxCostMicros, ...asked } = order;
  const estimate = await session.kadr.videos.estimate(asked as CreateVideoRequest);
  const { amountMicros, currency } = estimate.cost;
  print.note(`Price: ${money(amountMicros, currency)} for ${estimate.segments} segments`);
  if (!estimate.allowed) throw overQuota(estimate);
  if (maxCostMicros !== undefined && amountMicros > maxCostMicros) {
    throw new CliError(
      EXIT.quota,
      `It would cost ${money(amountMicros, currency)}, more than --max-cost ${money(maxCostMicros)}`,
      'cost_above_limit',
    );
  }
  if (amountMicros > 0 && !yes && !(await agreed(io, `Spend ${money(amountMicros, currency)}?`))) {
    throw new CliError(EXIT.usage, 'Nothing was ordered', 'not_confirmed');
  }
  return maxCostMicros ?? amountMicros;
}

function overQuota({ refusals }: VideoEstimate): CliError {
  const why = refusals.map(({ resource, requested, limit, used, reserved, resetsAt }) => {
    return `${resource}: ${requested} asked for, ${Math.max(0, limit - used - reserved)} of ${limit} left${resetsAt ? `, more from ${resetsAt}` : ''}`;
  });
  return new CliError(EXIT.quota, `The quota does not allow it. ${why.map(clean).join('; ')}`, 'quota_exceeded');
}

function factsOf({ cost, segments, resources, allowed }: VideoEstimate): [string, string][] {
  return [
    ['price', money(cost.amountMicros, cost.currency)],
    ['segments', String(segments)],
    ...resources.map(({ resource, quantity }): [string, string] => [resource, String(quantity)]),
    ['allowed', allowed ? 'yes' : 'no'],
  ];
}
