import { useQuery } from '@tanstack/react-query';
import { peaksOf, waveOf } from '../../domain/waveform';
import { useMessages } from '../../messages';

const BARS = 240;
/** Enough to see how loud it is, and 2 MB for a minute. */
const RATE_HZ = 8000;
const IDLE_MS = 3_000;

interface Sound {
  readonly peaks: readonly number[];
  readonly seconds: number;
}

/** Safari has no idle time to give: there a moment must do. */
const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: IDLE_MS });
    else setTimeout(resolve, 500);
  });

/** Megabytes, so it comes after the pictures, and is gathered by the browser and not by the page. @throws whatever the network or the decoder says */
async function listen(address: string, signal: AbortSignal): Promise<Sound> {
  await whenIdle();
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`the voice cannot be had: ${response.status}`);
  const sound = await new OfflineAudioContext(1, 1, RATE_HZ).decodeAudioData(await (await response.blob()).arrayBuffer());
  return { peaks: peaksOf(sound.getChannelData(0), BARS), seconds: sound.duration };
}

interface WaveformProps {
  readonly videoId: string;
  /** Of the narration: another one is another sound. */
  readonly sha256: string;
  /** Of the whole film. */
  readonly totalSeconds: number;
}

/** The narration as it sounds; until it is heard, and where this browser cannot, a plain bar. */
export function Waveform({ videoId, sha256, totalSeconds }: WaveformProps) {
  const { film: words } = useMessages();
  const { data } = useQuery({
    queryKey: ['waveform', videoId, sha256],
    queryFn: ({ signal }) => listen(`/v1/videos/${videoId}/artifacts/voiceover.m4a`, signal),
    // Not asked for where the film strip is not shown.
    enabled: matchMedia('(min-width: 760px)').matches,
    staleTime: Infinity,
    retry: false,
  });
  if (!data) return <span className="h-2 flex-1 rounded-frame bg-line-2" />;
  return (
    <svg
      role="img"
      aria-label={words.waveform}
      data-testid="waveform"
      data-value={data.peaks.length}
      viewBox={`0 0 ${data.peaks.length} 2`}
      preserveAspectRatio="none"
      className="h-5 text-ink-3"
      style={{ width: `${Math.min(100, (data.seconds / totalSeconds) * 100)}%` }}
    >
      <path d={waveOf(data.peaks)} fill="currentColor" />
    </svg>
  );
}
