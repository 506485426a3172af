import path from 'node:path';
import { MediaError, type FilmFormat, type Logo } from '../contracts.js';
import { inputFlags, type FfmpegTools } from '../ffmpeg/index.js';
import { probeFile } from '../probe/probe.js';

export interface LogoGraph {
  readonly inputArgs: readonly string[];
  /** From the input pad to an unlabelled output. */
  readonly chain: string;
  /** Lays it over a picture; both labels are given with their brackets, the output is unlabelled. */
  over(picture: string, logo: string): string;
}

/** A still picture of the film's share in its corner. @throws MediaError `unsupported_media` for what is no still */
export async function logoGraph(tools: FfmpegTools, logo: Logo, input: number, format: FilmFormat): Promise<LogoGraph> {
  const file = path.resolve(logo.path);
  const { container, facts } = await probeFile(tools, file);
  if (!container.still || facts.video === null) {
    throw new MediaError('unsupported_media', `A logo is a still picture; ${path.basename(file)} is none`, false);
  }
  const short = Math.min(format.widthPx, format.heightPx);
  const width = Math.max(2, Math.round(short * logo.size));
  const margin = Math.round(short * logo.margin);
  const [vertical, horizontal] = logo.corner.split('-');
  const x = horizontal === 'left' ? String(margin) : `W-w-${margin}`;
  const y = vertical === 'top' ? String(margin) : `H-h-${margin}`;
  return {
    inputArgs: [...inputFlags(container.demuxer), '-i', file],
    chain:
      `[${input}:v:0]scale=${width}:-1:flags=bicubic,format=rgba,colorchannelmixer=aa=${logo.opacity.toFixed(3)},` +
      'scale=out_color_matrix=bt709:out_range=tv,format=yuva420p',
    // The still is one frame; overlay repeats the last one for as long as the picture goes on.
    over: (picture, own) => `${picture}${own}overlay=x=${x}:y=${y}:format=yuv420:eof_action=repeat`,
  };
}
