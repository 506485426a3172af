import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ObjectStorage } from '#assets';
import { pictureSeconds } from '#media';
import { RELEASE } from '#platform';
import { GetVideo } from '../../video/application/handlers/messages.js';
import { VideoJobReader } from '../../video/application/video-job-reader.js';
import { artifactsOf, downloadNameOf } from '../../video/application/views/video.view.js';
import { IllegalTransition, UnknownArtifact, UnknownVideo } from '../../video/domain/video-job.errors.js';
import { titleOf, type VideoJobState } from '../../video/domain/video-job.state.js';
import { type Chapter, chaptersOf, chaptersText, chaptersVtt } from '../../video/domain/chapters.js';
import { type ExportFile, exportFilesOf, FILM_NAME } from '../domain/export-files.js';
import { licencesText, type Provenance, provenanceOf, provenanceText } from '../domain/provenance.js';
import { MEDIA, timelineOf } from '../domain/timeline.js';
import { type ArchiveContent, type ArchiveText, type FilmArchive, filmArchive, revisionOf } from './film-archive.js';
import { ProvenanceSigner, type SignedText } from './provenance-signer.js';

export const EXPORT_FORMATS = ['otioz', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Files that are looked at side by side. */
const LOOKS_AT_ONCE = 8;
const OTIOZ_VERSION = '1.0.0';

export interface PreparedExport {
  /** For saving it. */
  readonly fileName: string;
  /** Hex; changes whenever a byte does. */
  readonly revision: string;
  open(): Promise<FilmArchive>;
}

/** What leaves with a film: made from the job's events when it is asked for, kept nowhere. */
@Injectable()
export class Exports {
  constructor(
    private readonly queries: QueryBus,
    private readonly productions: VideoJobReader,
    private readonly storage: ObjectStorage,
    private readonly signer: ProvenanceSigner,
  ) {}

  /** @throws video_not_found, not_ready, artifact_not_found when a file of the film is not in the storage any more */
  async archive(orgId: string, videoId: string, format: ExportFormat): Promise<PreparedExport> {
    return this.prepare(await this.job(orgId, videoId), format);
  }

  /**
   * The files of a video as they stand, under the names of its `artifacts`, however far it has come. @param names those that are wanted;
   * none: all there are. @throws video_not_found, artifact_not_found, not_ready while it has no file at all
   */
  async artifacts(orgId: string, videoId: string, names: readonly string[]): Promise<PreparedExport> {
    const job = await this.job(orgId, videoId);
    const stored = artifactsOf(job);
    const unknown = names.find((name) => !stored.some((artifact) => artifact.name === name));
    if (unknown !== undefined) throw new UnknownArtifact(videoId, unknown);
    if (stored.length === 0) throw new IllegalTransition('not_ready', videoId, job.status, 'It has no file yet.');
    const wanted = stored.filter(({ name }) => names.length === 0 || names.includes(name));
    await this.mustBeStored(videoId, wanted);
    // The day of the order: the same files give the same bytes, whatever became of the job meanwhile.
    const files = wanted.map(({ name, file: { key, sizeBytes, sha256 } }) => ({ name, key, sizeBytes, sha256 }));
    return this.prepared(job, 'zip', { texts: [], files, modifiedAt: new Date(job.createdAt) });
  }

  /** For whoever has a signed address: it names the video and not the organisation. @throws as `archive` */
  async archiveOf(videoId: string, format: ExportFormat): Promise<PreparedExport> {
    const job = await this.productions.read(videoId);
    if (job.deleted) throw new UnknownVideo(videoId);
    return this.prepare(job, format);
  }

  /** @returns none before the script is cut. @throws video_not_found */
  async chapters(orgId: string, videoId: string): Promise<{ readonly chapters: readonly Chapter[]; readonly fps: number }> {
    const job = await this.job(orgId, videoId);
    return { chapters: chaptersOf(job), fps: job.request.fps };
  }

  /** @throws video_not_found, not_ready */
  async provenance(orgId: string, videoId: string): Promise<SignedText> {
    return this.signedProvenance(finished(await this.job(orgId, videoId)).provenance);
  }

  private async job(orgId: string, videoId: string): Promise<VideoJobState> {
    return (await this.queries.execute(new GetVideo(orgId, videoId))).job;
  }

  private signedProvenance(provenance: Provenance): Promise<SignedText> {
    return this.signer.signed(provenanceText(provenance));
  }

  private async prepare(job: VideoJobState, format: ExportFormat): Promise<PreparedExport> {
    const { provenance, completedAt } = finished(job);
    const stored = exportFilesOf(job);
    await this.mustBeStored(job.videoId, stored);
    const lengths = await inTurn(job.segments, async ({ clip }) =>
      clip?.kind === 'video' ? pictureSeconds(await this.storage.localPath(clip.file.key)) : null,
    );
    const signed = await this.signedProvenance(provenance);
    return this.prepared(job, format, {
      texts: textsOf(job, format, `${JSON.stringify(timelineOf(job, lengths), null, 1)}\n`, signed),
      files: stored.map(({ name, file: { key, sizeBytes, sha256 } }) => ({ name: `${MEDIA}/${name}`, key, sizeBytes, sha256 })),
      modifiedAt: new Date(completedAt),
    });
  }

  /** What is not in the storage any more is said before the first byte. @throws artifact_not_found */
  private async mustBeStored(videoId: string, files: readonly ExportFile[]): Promise<void> {
    await inTurn(files, async ({ name, file }) => {
      const head = await this.storage.head(file.key);
      if (head?.sizeBytes !== file.sizeBytes) throw new UnknownArtifact(videoId, name);
    });
  }

  private prepared(job: VideoJobState, format: ExportFormat, content: ArchiveContent): PreparedExport {
    const named = downloadNameOf(titleOf(job), FILM_NAME).replace(/\.mp4$/, '');
    return {
      fileName: `${named === 'final' ? job.videoId : named}.${format}`,
      revision: revisionOf(content),
      open: () => filmArchive(this.storage, content),
    };
  }
}

/** The timeline stands first: readers of streams can begin with it. */
function textsOf(job: VideoJobState, format: ExportFormat, timeline: string, provenance: SignedText): ArchiveText[] {
  const chapters = chaptersOf(job);
  const { fps } = job.request;
  const text = (name: string, content: string): ArchiveText => ({ name, bytes: Buffer.from(content, 'utf8') });
  return [
    ...(format === 'otioz' ? [text('content.otio', timeline), text('version.txt', OTIOZ_VERSION)] : [text('timeline.otio', timeline)]),
    text(`${MEDIA}/chapters.vtt`, chaptersVtt(chapters, fps)),
    text(`${MEDIA}/chapters.txt`, chaptersText(chapters, fps)),
    text(`${MEDIA}/LICENSES.txt`, licencesText(job)),
    text(`${MEDIA}/provenance.json`, provenance.text),
    { name: `${MEDIA}/provenance.json.sig`, bytes: provenance.signature },
  ];
}

/** @throws not_ready while there is no film of how things are now */
function finished(job: VideoJobState): { readonly provenance: Provenance; readonly completedAt: string } {
  const { film, status, completedAt, videoId } = job;
  const provenance = film?.edition === job.filmRevision ? provenanceOf(job, RELEASE) : null;
  if (!provenance || completedAt === null) throw new IllegalTransition('not_ready', videoId, status, 'There is no film to take along.');
  return { provenance, completedAt };
}

/** A few at a time. @throws the first error */
async function inTurn<T, R>(items: readonly T[], look: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += LOOKS_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + LOOKS_AT_ONCE).map(look))));
  }
  return results;
}
