/** An order as the server keeps it, and the request that would order the same again. Pure. */
import { type CreateVideoRequest, type OrderedVideo } from '@kadr/sdk';

/** Without what the server has resolved by itself: it resolves it anew. */
export function requestOf(order: OrderedVideo): CreateVideoRequest {
  const { prompt, script, idea, title, durationSeconds, visuals, voice, approvals, deadlines = [], ...plain } = order;
  const { mode, models, fallback, assets, seed } = visuals;
  const gate = (type: (typeof approvals)[number]) => {
    const deadline = deadlines.find((one) => one.type === type);
    return deadline ? { type, deadlineSeconds: deadline.deadlineSeconds, onDeadline: deadline.onDeadline } : type;
  };
  return {
    // Pictures are not told again: a film of frame pairs is ordered from pictures that are given anew.
    ...({ ...plain, frames: undefined } as CreateVideoRequest),
    ...(prompt !== null && { prompt }),
    ...(script !== null && { script }),
    ...(idea !== null && { idea }),
    ...(title !== null && { title }),
    ...(durationSeconds !== null && { durationSeconds }),
    visuals: { mode, models, fallback, seed, ...(assets && { assets }) },
    voice: voice === false ? false : { provider: voice.provider, speed: voice.speed, ...(voice.voice !== null && { voice: voice.voice }) },
    approvals: approvals.map(gate),
  };
}
