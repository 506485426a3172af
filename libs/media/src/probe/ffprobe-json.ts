import type { MediaProbe } from '../contracts.js';
import type { ProbedFile } from './probed-file.js';
import type { Container } from './sniff.js';

interface FfprobeStream {
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly nb_frames?: string;
  readonly pix_fmt?: string;
  readonly color_space?: string;
  readonly color_transfer?: string;
  readonly color_primaries?: string;
  readonly field_order?: string;
  readonly tags?: { readonly alpha_mode?: string; readonly ALPHA_MODE?: string };
  readonly sample_rate?: string;
  readonly channels?: number;
  readonly duration?: string;
  readonly disposition?: { readonly attached_pic?: number };
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/** Reads what `ffprobe -of json` printed. */
export function readFfprobeJson(json: string, container: Container): Omit<ProbedFile, 'header'> {
  const { format, streams = [] } = JSON.parse(json) as { format?: { duration?: string }; streams?: readonly FfprobeStream[] };
  const picture = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1 && (stream.width ?? 0) > 0,
  );
  const sound = streams.find((stream) => stream.codec_type === 'audio' && Number(stream.sample_rate) > 0);
  return {
    container,
    streams: streams.length,
    colours: { matrix: said(picture?.color_space), transfer: said(picture?.color_transfer), primaries: said(picture?.color_primaries) },
    isInterlaced: /^(tt|bb|tb|bt)$/.test(picture?.field_order ?? ''),
    hasAlphaTrack: (picture?.tags?.alpha_mode ?? picture?.tags?.ALPHA_MODE) === '1',
    pictureSeconds: container.still || !picture ? 0 : seconds(picture.duration ?? format?.duration),
    facts: {
      container: container.name,
      durationSeconds: container.still ? 0 : seconds(format?.duration ?? picture?.duration ?? sound?.duration),
      video: picture ? video(picture, container.still) : null,
      audio: sound
        ? { codec: sound.codec_name ?? 'unknown', sampleRateHz: Number(sound.sample_rate), channels: sound.channels ?? 0 }
        : null,
    },
  };
}

function video(stream: FfprobeStream, still: boolean): MediaProbe['video'] {
  const turned = stream.side_data_list?.some((data) => Math.abs(data.rotation ?? 0) % 180 === 90) ?? false;
  const [width = 0, height = 0] = turned ? [stream.height, stream.width] : [stream.width, stream.height];
  const frames = Number(stream.nb_frames);
  return {
    codec: stream.codec_name ?? 'unknown',
    widthPx: width,
    heightPx: height,
    fps: still ? 0 : ratio(stream.avg_frame_rate) || ratio(stream.r_frame_rate),
    frames: still ? 1 : Number.isInteger(frames) && frames > 0 ? frames : null,
    pixelFormat: stream.pix_fmt ?? 'unknown',
  };
}

const said = (name: string | undefined): string | null =>
  name === undefined || ['unknown', 'reserved', 'unspecified'].includes(name) ? null : name;

function ratio(text: string | undefined): number {
  const [over = 0, under = 1] = (text ?? '').split('/').map(Number);
  return under > 0 && Number.isFinite(over / under) ? over / under : 0;
}

function seconds(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
