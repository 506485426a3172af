import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type * as mp4box from 'mp4box';
import { MediaError } from '../contracts.js';

/** The sample table of one track, as the boxes state it; nothing is decoded. Times are in units of `timescale`. */
export interface Mp4Track {
  readonly kind: 'video' | 'audio' | 'other';
  readonly timescale: number;
  readonly samples: number;
  /** Runs of equal decode-time steps. */
  readonly steps: readonly { readonly count: number; readonly ticks: number }[];
  /** Runs of equal presentation offsets; empty when presentation order is decode order. */
  readonly offsets: readonly { readonly count: number; readonly ticks: number }[];
  readonly edits: readonly { readonly mediaTime: number; readonly durationSeconds: number }[];
  readonly mediaTicks: number;
  /** Codec, size and parameter sets in one comparable string. */
  readonly configuration: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Mp4Layout {
  readonly tracks: readonly Mp4Track[];
  /** The sample tables stand before the media, so that playing can start before all is loaded. */
  readonly fastStart: boolean;
  readonly sizeBytes: number;
}

const MOOV_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Reads the tables of an MP4 file, a few kilobytes of it whatever its length.
 * @throws MediaError `unsupported_media` when the file is cut off or is no MP4
 */
export async function readMp4Layout(file: string): Promise<Mp4Layout> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const boxes = await topLevelBoxes(handle, size);
    const moov = boxes.find((box) => box.type === 'moov');
    const mdat = boxes.find((box) => box.type === 'mdat');
    if (!moov || !mdat || moov.size > MOOV_LIMIT_BYTES) throw broken(file, 'it has no complete sample table');
    const bytes = new ArrayBuffer(moov.size);
    await handle.read(new Uint8Array(bytes), 0, moov.size, moov.offset);
    const { createFile, MP4BoxBuffer } = await import('mp4box');
    const parsed = createFile(false);
    parsed.appendBuffer(MP4BoxBuffer.fromArrayBuffer(bytes, 0));
    const traks = parsed.moov?.traks ?? [];
    if (traks.length === 0) throw broken(file, 'it has no track');
    const movieTimescale = parsed.moov.mvhd.timescale;
    return { tracks: traks.map((trak) => readTrack(trak, movieTimescale)), fastStart: moov.offset < mdat.offset, sizeBytes: size };
  } finally {
    await handle.close();
  }
}

/** Whether the pictures and sounds of an MP4 go on behind the end of the file. What is made in fragments may end anywhere. */
export async function isCutOff(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const boxes = await topLevelBoxes(handle, size);
    const last = boxes.at(-1);
    const end = last ? last.offset + last.size : 0;
    if (end + 8 > size || boxes.some(({ type }) => type === 'moof')) return false;
    const head = Buffer.alloc(8);
    await handle.read(head, 0, 8, end);
    return head.toString('latin1', 4, 8) === 'mdat';
  } finally {
    await handle.close();
  }
}

interface BoxPlace {
  readonly type: string;
  readonly offset: number;
  readonly size: number;
}

async function topLevelBoxes(handle: FileHandle, fileBytes: number): Promise<BoxPlace[]> {
  const boxes: BoxPlace[] = [];
  const head = Buffer.alloc(16);
  for (let offset = 0; offset + 8 <= fileBytes;) {
    await handle.read(head, 0, 16, offset);
    const short = head.readUInt32BE(0);
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? fileBytes - offset : short;
    if (size < 8 || offset + size > fileBytes) break;
    boxes.push({ type: head.toString('latin1', 4, 8), offset, size });
    offset += size;
  }
  return boxes;
}

type Trak = mp4box.ISOFile['moov']['traks'][number];

function readTrack(trak: Trak, movieTimescale: number): Mp4Track {
  const { mdhd, hdlr, minf } = trak.mdia;
  const { stts, ctts, stsz, stsd } = minf.stbl;
  const entry = stsd.entries[0];
  const runs = (counts: readonly number[] = [], ticks: readonly number[] = []) =>
    counts.map((count, index) => ({ count, ticks: ticks[index] ?? 0 }));
  const edits = trak.edts?.elst?.entries ?? [];
  return {
    kind: hdlr.handler === 'vide' ? 'video' : hdlr.handler === 'soun' ? 'audio' : 'other',
    timescale: mdhd.timescale,
    samples: stsz?.sample_sizes.length ?? 0,
    steps: runs(stts?.sample_counts, stts?.sample_deltas),
    offsets: runs(ctts?.sample_counts, ctts?.sample_offsets),
    edits: edits.map((edit) => ({ mediaTime: edit.media_time, durationSeconds: edit.segment_duration / movieTimescale })),
    mediaTicks: mdhd.duration,
    configuration: stsd.entries.length === 1 && entry ? configurationOf(entry) : `${stsd.entries.length} sample entries`,
    widthPx: Math.round(trak.tkhd.width / 65536),
    heightPx: Math.round(trak.tkhd.height / 65536),
  };
}

function configurationOf(entry: Trak['mdia']['minf']['stbl']['stsd']['entries'][number]): string {
  const boxes = (entry as { boxes?: readonly { type?: string; [key: string]: unknown }[] }).boxes ?? [];
  const avcC = boxes.find((box) => box.type === 'avcC') as
    | { SPS?: readonly { data: Uint8Array }[]; PPS?: readonly { data: Uint8Array }[] }
    | undefined;
  const sets = [...(avcC?.SPS ?? []), ...(avcC?.PPS ?? [])].map((set) => Buffer.from(set.data).toString('hex'));
  return [entry.type, ...sets].join(' ');
}

function broken(file: string, why: string): MediaError {
  return new MediaError('unsupported_media', `${path.basename(file)} cannot be used: ${why}`, false);
}
