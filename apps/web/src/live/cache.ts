import { type LiveEvent, type Video, type VideoSegmentList, type VideoSummary, type WorkflowRun } from '@kadr/sdk';
import { type QueryClient, type QueryKey } from '@tanstack/react-query';
import { isNewTo, needsReading, pagesAfter, pagesWithout, segmentsAfter, type SummaryPages, videoAfter } from './apply-event';
import { afterReading, readOnceMore } from './reading';

/** Names of what the cache holds; pages read under the same ones. */
export const keys = {
  videos: ['videos'] as const,
  list: (filter: object) => ['videos', 'list', filter] as const,
  counts: ['videos', 'counts'] as const,
  fresh: ['videos', 'fresh'] as const,
  video: (id: string) => ['video', id] as const,
  segments: (id: string) => ['video', id, 'segments'] as const,
  timeline: (id: string) => ['video', id, 'timeline'] as const,
  quota: ['quota'] as const,
  assets: ['assets'] as const,
  clips: (id: string) => ['clips', id] as const,
  workflows: ['workflows'] as const,
  workflow: (id: string) => ['workflow', id] as const,
  runs: (workflowId: string) => ['workflow', workflowId, 'runs'] as const,
  run: (id: string) => ['run', id] as const,
  versions: (workflowId: string) => ['workflow', workflowId, 'versions'] as const,
  schedules: (workflowId: string) => ['workflow', workflowId, 'schedules'] as const,
  contacts: ['contacts'] as const,
};

/** Also what is being read at the moment for the first time, which invalidating leaves alone. */
function readAgain(client: QueryClient, queryKey: QueryKey): void {
  for (const query of client.getQueryCache().findAll({ queryKey })) {
    if (query.state.data === undefined) readOnceMore(client, query.queryKey);
  }
  void client.invalidateQueries({ queryKey });
}

/**
 * Writes an event into what is on the screen, and has read again only what it cannot say itself, and what was asked for before it came: a
 * late answer would bring back what was before, and the last event of a film or run is followed by no other.
 */
export function applyToCache(client: QueryClient, frame: LiveEvent): void {
  switch (frame.event) {
    case 'reset':
      return void client.invalidateQueries();
    case 'video':
      return 'status' in frame.data ? applyVideo(client, frame.data) : forgetVideo(client, frame.data.id);
    case 'segment': {
      const { videoId, segment } = frame.data;
      client.setQueryData<VideoSegmentList>(
        keys.segments(videoId),
        (known) => known && { ...known, data: [...segmentsAfter(known.data, segment)] },
      );
      return readOnceMore(client, keys.segments(videoId));
    }
    case 'quota':
      client.setQueryData(keys.quota, frame.data);
      return readOnceMore(client, keys.quota);
    case 'asset':
      return readAgain(client, keys.assets);
    case 'clips':
      if ('status' in frame.data) client.setQueryData(keys.clips(frame.data.id), frame.data);
      return readOnceMore(client, keys.clips(frame.data.id));
    case 'run':
      return applyRun(client, frame.data as unknown as WorkflowRun);
    case 'open':
    case 'generation':
      return; // shown by no page
  }
}

/**
 * Shows what a command was answered with, and reads it and its parts again: the answer says what was when it was accepted, and news of what came of it may
 * have come before.
 */
export function takeAnswer(client: QueryClient, queryKey: QueryKey, answer: object): void {
  client.setQueryData(queryKey, answer);
  void client.invalidateQueries({ queryKey });
}

/**
 * For when news begin to come: what was read before may have changed since, without a word. A film at rest says by its time whether it has;
 * the segments of one that is being made may be older than what is read of it.
 */
export function readWhatWasMissed(client: QueryClient): void {
  const films = client.getQueryCache().findAll({ predicate: ({ queryKey }) => queryKey[0] === 'video' && queryKey.length === 2 });
  for (const { queryKey, state } of films) {
    const before = state.data as Video | undefined;
    if (before === undefined || isBeingMade(before)) readAgain(client, queryKey);
    else
      void client.refetchQueries({ queryKey, exact: true }).then(() => {
        if (client.getQueryData<Video>(queryKey)?.updatedAt !== before.updatedAt) readAgain(client, [...queryKey, 'segments']);
      });
  }
}

const isBeingMade = ({ status }: Pick<Video, 'status'>): boolean => status === 'queued' || status === 'processing';

/** A run that was deleted has its id alone. */
function applyRun(client: QueryClient, run: WorkflowRun | { readonly id: string; readonly deleted: true }): void {
  if ('workflowId' in run) {
    client.setQueryData<WorkflowRun>(keys.run(run.id), run);
    client.setQueryData<readonly WorkflowRun[]>(keys.runs(run.workflowId), (runs) =>
      runs?.some(({ id }) => id === run.id) ? runs.map((one) => (one.id === run.id ? run : one)) : runs && [run, ...runs],
    );
    readOnceMore(client, keys.run(run.id));
    return readOnceMore(client, keys.runs(run.workflowId));
  }
  void client.invalidateQueries({ queryKey: keys.run(run.id) });
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'workflow' && queryKey[2] === 'runs' });
}

/** Whether everything is listed: elsewhere nobody can say whether it belongs there. */
const isWhole = (key: readonly unknown[]): boolean => JSON.stringify(key.at(-1)) === JSON.stringify({ tab: 'all', q: '' });

const listsOf = (client: QueryClient) => client.getQueriesData<SummaryPages>({ queryKey: [...keys.videos, 'list'] });

function applyVideo(client: QueryClient, next: VideoSummary): void {
  for (const [key, pages] of listsOf(client)) {
    // Rows know which is newer, so the event can be said again to a list that is being read.
    afterReading(client, key, () => client.setQueryData<SummaryPages>(key, (read) => read && pagesAfter(read, next)));
    if (!pages) continue;
    client.setQueryData(key, pagesAfter(pages, next));
    if (isWhole(key) && isNewTo(pages, next))
      client.setQueryData<readonly string[]>(keys.fresh, (ids = []) => (ids.includes(next.id) ? ids : [...ids, next.id]));
  }
  readAgain(client, keys.counts);
  const known = client.getQueryData<Video>(keys.video(next.id));
  if (!known) return readOnceMore(client, keys.video(next.id));
  client.setQueryData<Video>(keys.video(next.id), videoAfter(known, next));
  if (needsReading(known, next)) void client.invalidateQueries({ queryKey: keys.video(next.id) });
}

function forgetVideo(client: QueryClient, id: string): void {
  for (const [key, pages] of listsOf(client)) if (pages) client.setQueryData(key, pagesWithout(pages, id));
  void client.invalidateQueries({ queryKey: keys.counts });
  void client.invalidateQueries({ queryKey: keys.video(id) });
}
