/** What a film consists of and who or what made it, to be signed. Pure: the same film always gives the same text. */
import { type ClipAttribution, type ScriptSource } from '../../contracts/video-segment.events.js';
import { assetIdOf } from '../../video/domain/fallback-chain.js';
import { titleOf, type SegmentClip, type VideoJobState } from '../../video/domain/video-job.state.js';
import { clipName, exportFilesOf, pictureFile } from './export-files.js';

/** Who is behind a part of a film. */
export type SourceKind = 'generative_model' | 'drawn_by_program' | 'stock' | 'own_asset';

/** IPTC, Digital Source Type; null where the kind does not tell: it is the owner's own. */
const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const SOURCE_TYPES: Readonly<Record<SourceKind, string | null>> = {
  generative_model: `${IPTC}trainedAlgorithmicMedia`,
  drawn_by_program: `${IPTC}algorithmicMedia`,
  stock: `${IPTC}digitalCapture`,
  own_asset: null,
};

/** @returns null for a job that has no film. @param release of Kadr */
export function provenanceOf(job: VideoJobState, release: string) {
  const { film, plan, request } = job;
  if (!film || !plan) return null;
  const segments = plan.segments.map((planned, index) => {
    const clip = job.segments[index]?.clip ?? null;
    const still = job.segments[index]?.image;
    return {
      ...{ index, startFrame: planned.startFrame, endFrame: planned.endFrame, seed: planned.seed },
      picture: clip && { ...sourceOf(clip.source, clip), file: clipName(index, pictureFile(clip)), sha256: pictureFile(clip).sha256 },
      still: still ? { ...sourceOf(still.source), sha256: still.file.sha256 } : null,
      attribution: clip?.attribution ?? null,
    };
  });
  return {
    ...{ type: 'kadr.provenance', version: 1, generator: { name: 'Kadr', version: release } },
    ...{ videoId: job.videoId, title: titleOf(job), createdAt: job.createdAt, completedAt: job.completedAt },
    film: {
      ...{ file: 'final.mp4', sha256: film.film.sha256, bytes: film.film.sizeBytes, edition: film.edition },
      ...{ frames: film.frames, fps: request.fps, widthPx: job.widthPx, heightPx: job.heightPx },
      digitalSourceType: digitalSourceTypeOf(job),
    },
    script: job.script && { source: job.script.source, ...(job.script.sources.length > 0 && { sources: job.script.sources }) },
    segments,
    voice: job.voiceover && { ...sourceOf(job.voiceover.source), sha256: job.voiceover.voiceover.sha256 },
    music: job.music && { ...sourceOf(job.music.source), sha256: job.music.music.sha256 },
    files: exportFilesOf(job).map(({ name, file }) => ({ name, sha256: file.sha256, bytes: file.sizeBytes })),
  };
}

/** Of the film as a whole, by IPTC: an address. */
export function digitalSourceTypeOf({ segments }: Pick<VideoJobState, 'segments'>): string {
  const isGenerated = segments.some(({ clip }) => clip && kindOf(clip.source, clip) === 'generative_model');
  return `${IPTC}${isGenerated ? 'compositeWithTrainedAlgorithmicMedia' : 'composite'}`;
}

export type Provenance = NonNullable<ReturnType<typeof provenanceOf>>;

/** The very text that is signed. */
export const provenanceText = (provenance: Provenance): string => `${JSON.stringify(provenance, null, 2)}\n`;

function sourceOf(source: string, clip: Pick<SegmentClip, 'attribution'> | null = null) {
  const kind = kindOf(source, clip);
  return { source, kind, digitalSourceType: SOURCE_TYPES[kind] };
}

function kindOf(source: string, clip: Pick<SegmentClip, 'attribution'> | null): SourceKind {
  if (assetIdOf(source) !== null) return 'own_asset';
  if (clip?.attribution) return 'stock';
  return source.startsWith('local:') ? 'drawn_by_program' : 'generative_model';
}

/** Whose work is in the film and has to be named with it. */
export function licencesText(job: VideoJobState): string {
  const works = job.segments.flatMap(({ clip }, index) => (clip?.attribution ? [{ index, ...clip.attribution }] : []));
  const texts = job.script?.sources ?? [];
  return [
    'Footage by others',
    ...(works.length === 0 ? ['None.'] : works.map(creditOf)),
    ...(texts.length === 0 ? [] : ['', 'Words by others', ...texts.map(textCreditOf)]),
    '',
    'Fonts',
    'Captions and cards are set in Montserrat and Inter (SIL Open Font License 1.1) and DejaVu (Bitstream Vera licence).',
    '',
  ].join('\n');
}

const creditOf = (work: ClipAttribution & { readonly index: number }): string => {
  const author = work.authorUrl === null ? work.author : `${work.author} (${work.authorUrl})`;
  const licence =
    work.license === undefined ? '' : `, ${[work.license, work.licenseUrl && `(${work.licenseUrl})`].filter(Boolean).join(' ')}`;
  return `Segment ${work.index}: ${work.id} by ${author}, ${work.pageUrl}${licence}`;
};

/** Shortened, so the licence wants it said. */
const textCreditOf = ({ title, author, pageUrl, license }: ScriptSource): string =>
  `Script: from "${title}" by ${author}, ${pageUrl}, ${license}, shortened`;
