/** What plans limit and usage is counted in. All but `concurrent_videos` are counted over a period. */
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

export const isResource = (text: string): text is Resource => (RESOURCES as readonly string[]).includes(text);
