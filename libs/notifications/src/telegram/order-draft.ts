import { type VideoOrder } from '#jobs';

const LENGTHS = ['15', '30', '60', '48x5'] as const;
const ASPECTS = ['9:16', '16:9', '1:1'] as const;
const RESOLUTIONS = ['480p', '720p', '1080p'] as const;

/** An order that is being put together in a chat. */
export interface OrderDraft {
  readonly prompt: string;
  /** Seconds, or four minutes in 48 segments of five seconds. */
  readonly length: (typeof LENGTHS)[number];
  readonly aspectRatio: (typeof ASPECTS)[number];
  readonly resolution: (typeof RESOLUTIONS)[number];
  readonly hasGates: boolean;
}

export const newDraft = (prompt: string): OrderDraft => ({
  prompt,
  ...{ length: '60', aspectRatio: '9:16', resolution: '720p', hasGates: true },
});

const after = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] ?? now;

/** The next value of what a button stands for; null: it stands for nothing of the order. */
export function turned(draft: OrderDraft, verb: string): OrderDraft | null {
  switch (verb) {
    case 'len':
      return { ...draft, length: after(LENGTHS, draft.length) };
    case 'asp':
      return { ...draft, aspectRatio: after(ASPECTS, draft.aspectRatio) };
    case 'res':
      return { ...draft, resolution: after(RESOLUTIONS, draft.resolution) };
    case 'gates':
      return { ...draft, hasGates: !draft.hasGates };
    default:
      return null;
  }
}

/** The order as the API takes it. Pictures come first, so that they can be approved before they move. */
export function orderOf({ prompt, length, aspectRatio, resolution, hasGates }: OrderDraft): VideoOrder {
  const durationSeconds = length === '48x5' ? 240 : Number(length);
  const segmentation = { mode: 'sections', segmentSeconds: 5 } as const;
  const approvals = hasGates ? ['script', 'images', 'videos'] : [];
  return { prompt, aspectRatio, resolution, durationSeconds, segmentation, visuals: { mode: 'image-to-video' }, approvals };
}
