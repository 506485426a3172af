import { Kadr, type LiveEvent } from '@kadr/sdk';

/** As `kadr`, but each connection says when it stands; how it comes back is said in stream.ts, for all tabs. */
export async function* connectLive(after: string | null, signal: AbortSignal, onOpen: () => void): AsyncIterable<LiveEvent> {
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
  yield* client.live.stream({}, { signal, maxRetries: 0, silenceMs: 35_000, ...(after !== null && { after }) });
}
