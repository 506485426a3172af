import { Kadr } from '@kadr/sdk';
import { type LiveFrame } from './apply-event';

/** As `kadr`, but each connection says when it stands; how it comes back is said in stream.ts, for all tabs. */
export async function* connectLive(after: string | null, signal: AbortSignal, onOpen: () => void): AsyncIterable<LiveFrame> {
  const client = new Kadr({
    apiKey: null,
    baseUrl: location.origin,
    credentials: 'same-origin',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.ok) onOpen();
      return response;
    },
  });
  yield* client.events.stream({}, { signal, maxRetries: 0, silenceMs: 35_000, ...(after !== null && { after }) }) as AsyncIterable<LiveFrame>;
}
