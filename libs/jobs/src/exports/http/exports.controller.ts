import { applyDecorators, Controller, Get, Header, NotFoundException, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { SignedUrls } from '#assets';
import { CurrentPrincipal, type Principal, Problems, Public, Scopes, UuidParam } from '#platform';
import { UnknownVideo } from '../../video/domain/video-job.errors.js';
import { Exports } from '../application/exports.service.js';
import { ProvenanceSigner } from '../application/provenance-signer.js';
import { chaptersText, chaptersVtt } from '../../video/domain/chapters.js';
import { ARCHIVE_TYPES, ArchiveResponses } from './archive-responses.js';
import { ArchiveQuery, ChapterListResponse, ExportQuery, ProvenanceKeysResponse, ProvenanceResponse } from './export.response.js';

const text = { schema: { type: 'string' } } as const;
const bytes = { schema: { type: 'string', format: 'binary' } } as const;
const ApiArchive = (types: readonly string[] = Object.values(ARCHIVE_TYPES)): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of the archive you have.', ...text }),
    ApiOkResponse({
      description: 'The archive; its length is known beforehand, parts of it cannot be had',
      headers: {
        'Content-Disposition': { description: 'A name to save it under: the title of the film.', ...text },
        ETag: { description: 'Changes with the bytes.', ...text },
      },
      content: Object.fromEntries(types.map((type) => [type, bytes])),
    }),
    ApiResponse({ status: 304, description: 'You have this archive' }),
  );

/** What leaves with a film. */
@ApiTags('videos')
@Controller()
export class ExportsController {
  constructor(
    private readonly exports: Exports,
    private readonly archives: ArchiveResponses,
    private readonly urls: SignedUrls,
    private readonly signer: ProvenanceSigner,
  ) {}

  @Get('v1/videos/:id/export')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'videos_export',
    summary: 'The film as an editable timeline, with everything it was made from',
    description:
      'Clips as they were received, stills, voice, music, captions, chapters, the film, and the signed record of what is in it. It is put together while it is sent.',
  })
  @ApiArchive()
  @Problems('video_not_found', 'not_ready', 'artifact_not_found')
  async archive(
    @UuidParam('id') id: string,
    @Query() { format }: ExportQuery,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.archives.send(await this.exports.archive(orgId, id, format), format, request, response);
  }

  @Get('v1/videos/:id/archive')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'videos_archive',
    summary: 'The files of a video as one zip',
    description:
      'Under the names of its `artifacts`, as they stand, however far it has come: 409 `not_ready` while there is none. It is put together while it is sent; `export` has them as an editable timeline.',
  })
  @ApiArchive([ARCHIVE_TYPES.zip])
  @Problems('video_not_found', 'not_ready', 'artifact_not_found')
  async files(
    @UuidParam('id') id: string,
    @Query() { names }: ArchiveQuery,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.archives.send(await this.exports.artifacts(orgId, id, names), 'zip', request, response);
  }

  @Get('v1/videos/:id/export/signed')
  @Public()
  @ApiOperation({
    operationId: 'videos_signed_export',
    summary: 'As `export`, by the signed `exportUrl` of a video instead of a key',
    description: 'For browsers and programs that can send no header. A link that is over and a video that is not there are answered alike.',
  })
  @ApiQuery({ name: 'token', description: 'Part of `exportUrl`.', schema: { type: 'string' } })
  @ApiArchive()
  @Problems('not_ready', 'artifact_not_found')
  async signed(
    @UuidParam('id') id: string,
    @Query('token') token: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (typeof token !== 'string' || !this.urls.permits(`/v1/videos/${id}/export/signed`, token)) throw gone();
    const prepared = await this.exports.archiveOf(id, 'otioz').catch((error: unknown) => {
      throw error instanceof UnknownVideo ? gone() : error;
    });
    await this.archives.send(prepared, 'otioz', request, response);
  }

  @Get('v1/videos/:id/chapters')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'videos_chapters',
    summary: 'Where the film can be entered',
    description: 'Its sections where it has several, else its beats, each 10 s or longer.',
  })
  @ApiOkResponse({ type: ChapterListResponse, description: 'The chapters in order' })
  @Problems('video_not_found')
  async chapters(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ChapterListResponse> {
    const { chapters, fps } = await this.exports.chapters(orgId, id);
    const data = chapters.map(({ title, startFrame, endFrame }) => ({
      title,
      startSeconds: startFrame / fps,
      endSeconds: endFrame / fps,
    }));
    return { data };
  }

  @Get('v1/videos/:id/chapters.vtt')
  @Scopes('videos:read')
  @Header('Content-Type', 'text/vtt; charset=utf-8')
  @ApiOperation({ operationId: 'videos_chapters_vtt', summary: 'The chapters as WebVTT', description: 'For `<track kind="chapters">`.' })
  @ApiOkResponse({ description: 'The chapters in order', content: { 'text/vtt': text } })
  @Problems('video_not_found')
  async chaptersVtt(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<string> {
    const { chapters, fps } = await this.exports.chapters(orgId, id);
    return chaptersVtt(chapters, fps);
  }

  @Get('v1/videos/:id/chapters.txt')
  @Scopes('videos:read')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({
    operationId: 'videos_chapters_text',
    summary: 'The chapters as lines: `0:00 Title`',
    description: 'As film sites read them in a description.',
  })
  @ApiOkResponse({ description: 'The chapters in order', content: { 'text/plain': text } })
  @Problems('video_not_found')
  async chaptersText(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<string> {
    const { chapters, fps } = await this.exports.chapters(orgId, id);
    return chaptersText(chapters, fps);
  }

  @Get('v1/videos/:id/provenance')
  @Scopes('videos:read')
  @ApiOperation({
    operationId: 'videos_provenance',
    summary: 'A signed record of what is in the film and who or what made it',
    description: 'For each segment its model or source, seed and digests; voice, music, and the digest of the film.',
  })
  @ApiOkResponse({ type: ProvenanceResponse, description: 'The record with its signature' })
  @Problems('video_not_found', 'not_ready')
  async provenance(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<ProvenanceResponse> {
    const { text: document, keyId, signature } = await this.exports.provenance(orgId, id);
    return { document, algorithm: 'Ed25519', keyId, signature: signature.toString('base64') };
  }

  @Get('v1/provenance-keys')
  @Public()
  @ApiOperation({
    operationId: 'provenance_keys_list',
    summary: 'The keys by which records of this installation are checked',
    description: 'Public, as `/.well-known/kadr-provenance.json`: whoever is given a film can check what is said of it.',
  })
  @ApiOkResponse({ type: ProvenanceKeysResponse, description: 'The keys' })
  async keys(): Promise<ProvenanceKeysResponse> {
    return { data: [await this.signer.published()] };
  }

  /** The same where others look for it (RFC 8615). */
  @Get('.well-known/kadr-provenance.json')
  @Public()
  @ApiExcludeEndpoint()
  wellKnown(): Promise<ProvenanceKeysResponse> {
    return this.keys();
  }
}

/** A forged link, one that is over and a deleted video look the same: nothing can be learnt from the difference. */
const gone = (): NotFoundException => new NotFoundException('There is no such file, or the link is over.');
