/** Objects of OpenTimelineIO in the oldest versions that every release since 0.15 reads. Pure. */

export interface RationalTime {
  readonly OTIO_SCHEMA: 'RationalTime.1';
  readonly rate: number;
  readonly value: number;
}

export interface TimeRange {
  readonly OTIO_SCHEMA: 'TimeRange.1';
  readonly start_time: RationalTime;
  readonly duration: RationalTime;
}

/** What an editor does not know; it keeps it. */
export type KadrMetadata = Readonly<Record<string, unknown>>;

const named = (name: string, metadata: KadrMetadata = {}) => ({
  name,
  metadata: Object.keys(metadata).length > 0 ? { kadr: metadata } : {},
});
const item = { source_range: null, effects: [], markers: [], enabled: true };

/** Frames at a rate of whole frames per second. */
export const framesAt = (rate: number) => {
  const time = (value: number): RationalTime => ({ OTIO_SCHEMA: 'RationalTime.1', rate, value });
  const range = (start: number, duration: number): TimeRange => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: time(duration),
  });
  return { time, range };
};

/** A file beside the timeline. @param available what there is of it */
const reference = (url: string, available: TimeRange) => ({
  OTIO_SCHEMA: 'ExternalReference.1',
  ...named(''),
  target_url: url,
  available_range: available,
  available_image_bounds: null,
});

/** @param speed of the material in the clip: 0.8 plays it slower; 1 as it is */
export const clip = (name: string, url: string, used: TimeRange, available: TimeRange, speed = 1, metadata: KadrMetadata = {}) => ({
  OTIO_SCHEMA: 'Clip.2',
  ...named(name, metadata),
  ...item,
  source_range: used,
  effects: speed === 1 ? [] : [{ OTIO_SCHEMA: 'LinearTimeWarp.1', ...named('speed'), effect_name: 'LinearTimeWarp', time_scalar: speed }],
  media_references: { DEFAULT_MEDIA: reference(url, available) },
  active_media_reference_key: 'DEFAULT_MEDIA',
});

/** Lies over the joint of its neighbours, half of it on each side. */
export const transition = (type: 'SMPTE_Dissolve' | 'Custom_Transition', kind: string, half: RationalTime) => ({
  OTIO_SCHEMA: 'Transition.1',
  ...named(kind, { kind }),
  transition_type: type,
  in_offset: half,
  out_offset: half,
});

export const marker = (name: string, marked: TimeRange) => ({
  OTIO_SCHEMA: 'Marker.2',
  ...named(name),
  color: 'GREEN',
  marked_range: marked,
});

export type TrackChild = ReturnType<typeof clip> | ReturnType<typeof transition>;

export const track = (name: string, kind: 'Video' | 'Audio', children: readonly TrackChild[]) => ({
  OTIO_SCHEMA: 'Track.1',
  ...named(name),
  ...item,
  kind,
  children,
});

export const timeline = (
  name: string,
  tracks: readonly ReturnType<typeof track>[],
  markers: readonly ReturnType<typeof marker>[],
  metadata: KadrMetadata,
) => ({
  OTIO_SCHEMA: 'Timeline.1',
  ...named(name, metadata),
  global_start_time: null,
  tracks: { OTIO_SCHEMA: 'Stack.1', ...named('tracks'), ...item, markers, children: tracks },
});
