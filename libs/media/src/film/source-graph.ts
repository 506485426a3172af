import { table } from '../text/table.js';
import type { FilmFormat, Placement } from '../contracts.js';
import type { FfmpegTools } from '../ffmpeg/index.js';
import type { ProbedFile } from '../probe/probed-file.js';

/** A picture as it is to be seen, before it is brought to the film's size. */
export interface PreparedSource {
  /** Before `-i`. */
  readonly inputArgs: readonly string[];
  /** Upright, without fields, in sRGB, on a ground where it is transparent; from the input pad on. */
  readonly filters: readonly string[];
  /** Filters that do their work better on few pixels: they follow the scaling. Empty: plain video colours. */
  readonly colours: readonly string[];
}

const DEFAULT_PLACEMENT: Placement = { fit: 'cover', focus: { x: 0.5, y: 0.5 } };

/** What EXIF orientations 2 to 8 ask for. */
const TURNS = ['hflip', 'hflip,vflip', 'vflip', 'transpose=0', 'transpose=1', 'transpose=3', 'transpose=2'];
/** Decoders that know a second, hidden picture of transparency; FFmpeg's own show what lies under it. */
const ALPHA_DECODERS: Readonly<Record<string, string>> = table({ vp9: 'libvpx-vp9', vp8: 'libvpx' });
const WITH_ALPHA = /^(rgba|bgra|argb|abgr|yuva|gbrap|ya8|ya16|pal8)/;

/**
 * @param name starts the labels inside, to be unique in the graph
 * @param cube file name of the picture's colour table, where it has a profile of its own
 */
export function preparedSource(tools: FfmpegTools, probed: ProbedFile, name: string, cube: string | null): PreparedSource {
  const { facts, header, isInterlaced, hasAlphaTrack } = probed;
  const decoder = hasAlphaTrack ? ALPHA_DECODERS[facts.video?.codec ?? ''] : undefined;
  const canDecode = decoder !== undefined && tools.knows(`decoder ${decoder}`);
  const isSheer = canDecode || WITH_ALPHA.test(facts.video?.pixelFormat ?? '');
  const turn = TURNS[(header?.orientation ?? 1) - 2];
  return {
    // EXIF is obeyed here: what builds of FFmpeg make of it differs.
    inputArgs: [...(header ? ['-noautorotate'] : []), ...(canDecode ? ['-c:v', decoder] : [])],
    filters: [
      ...(isInterlaced ? ['yadif=mode=send_frame:deint=interlaced'] : []),
      ...(turn === undefined ? [] : [turn]),
      ...(cube === null ? [] : [`format=${isSheer ? 'rgba' : 'rgb24'}`, `lut3d=file=${cube}`]),
      ...(isSheer ? [onGround(probed, name)] : []),
    ],
    colours: isSheer || header ? [] : toBt709(tools, probed),
  };
}

/**
 * A dark, blurred copy of what is to be seen lies under it. The hidden colours are multiplied away first: under full transparency there
 * may be anything.
 */
function onGround({ facts }: ProbedFile, name: string): string {
  const { widthPx = 2, heightPx = 2 } = facts.video ?? {};
  const [seen, ground] = [`[${name}seen]`, `[${name}ground]`];
  return (
    `format=gbrap,split${seen}${ground};` +
    `${ground}premultiply=inplace=1,format=gbrp,scale=32:32:flags=area,gblur=sigma=6,lutrgb=r=val/2+28:g=val/2+30:b=val/2+34,` +
    `scale=${widthPx}:${heightPx}:flags=bicubic${ground};${ground}${seen}overlay=format=gbrp,format=gbrp`
  );
}

const HDR_TRANSFERS = new Set(['arib-std-b67', 'smpte2084']);
const WIDE_PRIMARIES = new Set(['bt2020', 'smpte431', 'smpte432']);
/** Luminance of white in SDR, in cd/m2 (ITU-R BT.2408, reference white of HDR). */
const REFERENCE_WHITE = 203;

const KNOWN_MATRICES = new Set(['bt709', 'bt2020nc', 'smpte170m', 'bt470bg']);

/** From HDR, or from more colours than BT.709 has. Without libzimg such video stays as it is: pale, but seen. */
export function toBt709(tools: FfmpegTools, { colours: { matrix, transfer, primaries } }: Pick<ProbedFile, 'colours'>): string[] {
  const isHdr = HDR_TRANSFERS.has(transfer ?? '');
  const isWide = WIDE_PRIMARIES.has(primaries ?? '');
  if (!(isHdr || isWide) || !tools.knows('filter zscale') || !tools.knows('filter tonemap')) return [];
  // Only names that libzimg has a way from: FFmpeg 5.1 waits for ever for a frame that its filter refuses.
  const min = KNOWN_MATRICES.has(matrix ?? '') ? matrix : 'bt2020nc';
  const wide = isWide ? primaries : 'bt2020';
  return [
    'format=yuv420p10le',
    `zscale=tin=${isHdr ? transfer : 'bt709'}:pin=${wide}:min=${min}:p=${wide}:t=linear:npl=${isHdr ? REFERENCE_WHITE : 100}`,
    'format=gbrpf32le',
    `zscale=pin=${wide}:p=bt709`,
    ...(isHdr ? ['tonemap=mobius:desat=0:param=0.9'] : []),
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ];
}

/** What follows where the picture is brought to life: `ground` is what lies behind a picture that does not fill the film. */
export interface Motion {
  readonly picture: string;
  readonly ground: string;
}

/**
 * From the input pad to frames of the film's size in BT.709, limited range.
 * `cover`: the film is filled, what stands over is cut away around the focus. `contain-blur`: all of the picture, over its own blurred copy.
 * @param motion filters behind it, each with a leading comma, or ''
 */
export function placedSource(
  prepared: PreparedSource,
  probed: ProbedFile,
  format: FilmFormat,
  name: string,
  motion: Motion,
  placement: Placement = DEFAULT_PLACEMENT,
): string {
  const { widthPx: width, heightPx: height } = format;
  if (isReady(prepared, probed, format)) return `setsar=1${motion.picture}`;
  const before = [...prepared.filters, "scale=w='max(2,round(iw*sar))':h=ih"].join(',');
  const { x, y } = placement.focus ?? { x: 0.5, y: 0.5 };
  const cut = cutTo(format, x, y);
  if (placement.fit === 'cover') return `${before},${cut},${scaled(prepared, probed, `${width}:${height}`)}${motion.picture}`;
  const [ground, whole] = [`[${name}behind]`, `[${name}whole]`];
  const shrink = `min(${width}/iw,${height}/ih)`;
  const inside = `w='max(2,2*floor(iw*${shrink}/2+0.01))':h='max(2,2*floor(ih*${shrink}/2+0.01))'`;
  const [smallWidth, smallHeight] = [Math.max(8, Math.round(width / 12)), Math.max(8, Math.round(height / 12))];
  return [
    `${before},split${ground}${whole}`,
    `${ground}${cut},${scaled(prepared, probed, `${smallWidth}:${smallHeight}`)},gblur=sigma=3,scale=${width}:${height}:flags=bicubic,setsar=1${motion.ground}${ground}`,
    `${whole}${scaled(prepared, probed, inside)}${motion.picture}${whole}`,
    `${ground}${whole}overlay=x=(W-w)/2:y=(H-h)/2:format=yuv420`,
  ].join(';');
}

/** Nothing to do for a clip that is as the film is. */
function isReady({ filters, colours }: PreparedSource, { facts, colours: { matrix } }: ProbedFile, format: FilmFormat): boolean {
  const isSame = facts.video?.widthPx === format.widthPx && facts.video.heightPx === format.heightPx;
  return isSame && facts.video?.pixelFormat === 'yuv420p' && matrix === 'bt709' && filters.length === 0 && colours.length === 0;
}

/** The largest part of the film's shape, as near to the focus as the edges allow. Cut before it is scaled: a strip may be very long. */
function cutTo({ widthPx, heightPx }: FilmFormat, x: number, y: number): string {
  const place = (size: string, cut: string, share: number) => `max(0,min(${size}-${cut},${size}*${share.toFixed(4)}-${cut}/2))`;
  return (
    `crop=w='max(1,min(iw,round(ih*${widthPx}/${heightPx})))':h='max(1,min(ih,round(iw*${heightPx}/${widthPx})))'` +
    `:x='${place('iw', 'ow', x)}':y='${place('ih', 'oh', y)}':exact=1`
  );
}

function scaled({ filters, colours }: PreparedSource, probed: ProbedFile, size: string): string {
  const flags = 'flags=bicubic+accurate_rnd';
  if (colours.length > 0) return [`scale=${size}:${flags}`, ...colours, 'setsar=1', 'format=yuv420p'].join(',');
  // What a file does not say is taken as players take it: BT.709 for HD video, BT.601 below; stills bring their own.
  const { facts, container, colours: said } = probed;
  const isHd = (facts.video?.heightPx ?? 0) >= 720 || (facts.video?.widthPx ?? 0) >= 1280;
  const isSilent = !container.still && filters.length === 0 && said.matrix === null;
  const matrixIn = isSilent ? (isHd ? 'bt709' : 'bt601') : 'auto';
  return `scale=${size}:${flags}:in_color_matrix=${matrixIn}:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p`;
}
