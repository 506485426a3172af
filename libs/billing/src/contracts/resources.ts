/** What plans limit and usage is counted in. All but those of `isStock` are counted over a period. */
export const RESOURCES = [
  'videos',
  'video_seconds',
  'render_seconds',
  'provider_cost_micros',
  'storage_bytes',
  'concurrent_videos',
] as const;

export type Resource = (typeof RESOURCES)[number];

/**
 * How much of each, in the resource's own unit (videos, seconds, micro-dollars, bytes). Seconds are kept to the millionth, everything
 * else whole; the rest is rounded. What is absent is 0.
 */
export type Quantities = Readonly<Partial<Record<Resource, number>>>;

/** What there is at this moment: no period begins or ends it. Files go on lying there when a month is over. */
export const isStock = (resource: Resource): boolean => resource === 'storage_bytes' || resource === 'concurrent_videos';

export const isResource = (text: string): text is Resource => (RESOURCES as readonly string[]).includes(text);
