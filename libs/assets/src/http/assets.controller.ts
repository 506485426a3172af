import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
  ApiNoContentResponse,
} from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { type Context } from '#eventing';
import {
  CurrentPrincipal,
  decodeCursor,
  Idempotent,
  IdempotencyKeys,
  Ids,
  isTimestamp,
  isUuid,
  notFound,
  pageOf,
  type Principal,
  Refusal,
  RequestValidationPipe,
  Scopes,
  UuidParam,
  validationFailed,
  actorOf,
  ApiBodies,
  ApiBytes,
  LOCATION,
  Problems,
} from '#platform';
import { cursorOf, type InTransaction, type LibraryAsset, MediaLibrary } from '../library/media-library.js';
import { StorageRooms } from '../library/storage-room.js';
import { takeIn } from '../user-media/media-look.js';
import { UserMediaError } from '../contracts/errors.js';
import { assetView } from '../contracts/asset.resource.js';
import { ObjectResponses, SignedUrls } from '../contracts/signed-urls.js';
import { UserMedia } from '../contracts/user-media.js';
import { AssetListResponse, AssetResponse } from './asset.response.js';
import { ImportAssetRequest, ListAssetsQuery } from './assets.request.js';
import { UploadInterceptor, type UploadedFile, uploadOf } from './upload.interceptor.js';

const FORM = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
/** Each media type has its own schema, so that clients know which of them carries a file. */
const BODY = {
  'multipart/form-data': { schema: FORM },
  'application/json': { schema: { $ref: getSchemaPath(ImportAssetRequest) }, example: { url: 'https://example.com/octopus.mp4' } },
};
const body = new RequestValidationPipe();

/** The media library: files to make videos from. */
@ApiTags('assets')
@ApiExtraModels(ImportAssetRequest)
@Controller('v1/assets')
export class AssetsController {
  constructor(
    private readonly library: MediaLibrary,
    private readonly media: UserMedia,
    private readonly urls: SignedUrls,
    private readonly objects: ObjectResponses,
    private readonly idempotency: IdempotencyKeys,
    private readonly ids: Ids,
    private readonly rooms: StorageRooms,
  ) {}

  @Post()
  @HttpCode(201)
  @Scopes('videos:write')
  @Idempotent()
  // Nearer to the method than the key: a repeated upload is known by what it holds.
  @UseInterceptors(UploadInterceptor)
  @ApiOperation({
    summary: 'Upload a file (form field "file"), or have one fetched from an address',
    description:
      'A file that is uploaded is ready at once; one to be fetched is `processing` until it is there. Taken are PNG, JPEG, WebP, AVIF, HEIC and GIF, ' +
      'MP4, MOV, WebM and MKV, MP3, WAV, M4A, AAC, FLAC and OGG, by their content, whatever they are called. AVIF and HEIC are kept as JPEG, ' +
      'or as PNG where something shines through; of several pictures in one file the primary one is. An animated WebP and a series of HEIF ' +
      'are kept as a video.',
  })
  @ApiBodies(BODY)
  @ApiCreatedResponse({ type: AssetResponse, description: 'Uploaded', headers: LOCATION })
  @ApiAcceptedResponse({ type: AssetResponse, description: 'To be fetched', headers: LOCATION })
  @Problems('quota_exceeded', 'unsupported_media', 'media_too_large', 'given_files', 'request_timeout', 'disk_full')
  async create(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AssetResponse> {
    const upload = uploadOf(request);
    const assetId = upload?.assetId ?? this.ids.next();
    const location = `/v1/assets/${assetId}`;
    const status = upload ? 201 : 202;
    const complete: InTransaction = (tx, made) => this.idempotency.complete(tx, request, { status, location, body: this.show(made) });
    const made = upload
      ? await this.keep(actorOf(principal), upload, complete)
      : await this.import(actorOf(principal), assetId, request, complete);
    response.status(status).location(location);
    return this.show(made);
  }

  @Get()
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'List assets, newest first',
    description: 'Of your organisation: what it uploaded, and what models have made for it.',
  })
  @ApiOkResponse({ type: AssetListResponse, description: 'A page of them' })
  async list(@Query() { limit, cursor, kind }: ListAssetsQuery, @CurrentPrincipal() { orgId }: Principal): Promise<AssetListResponse> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isCursor);
    const { data, nextCursor } = pageOf(await this.library.list(orgId, kind ?? null, limit, olderThan), limit, cursorOf, this.show);
    return { data: [...data], nextCursor };
  }

  @Get(':id')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'One asset',
    description: 'Its link works without a header for an hour.',
  })
  @Problems('asset_not_found')
  @ApiOkResponse({ type: AssetResponse, description: 'The asset' })
  async get(@UuidParam('id') id: string, @CurrentPrincipal() { orgId }: Principal): Promise<AssetResponse> {
    return this.show(await this.library.get(orgId, id));
  }

  @Get(':id/content')
  @Scopes('videos:read')
  @ApiOperation({
    summary: 'The bytes of an asset; Range requests work',
    description: 'In the type that the asset says.',
  })
  @ApiBytes('The bytes', 'application/octet-stream', 'image/*', 'video/*', 'audio/*')
  @Problems('asset_not_found')
  async content(
    @UuidParam('id') id: string,
    @CurrentPrincipal() { orgId }: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { key, contentType, sha256, name } = await this.library.get(orgId, id);
    const presentation = { contentType: contentType ?? '', sha256, downloadName: name };
    if (key === null || !(await this.objects.send(key, presentation, request, response))) throw notFound();
  }

  @Delete(':id')
  @HttpCode(204)
  @Scopes('videos:write')
  @ApiOperation({
    summary: 'Delete an asset and its file; links to it die at once',
    description: 'What was made from it stays.',
  })
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('asset_not_found')
  delete(@UuidParam('id') id: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    return this.library.delete(actorOf(principal), id);
  }

  private async keep(context: Context, { assetId, room, ...file }: UploadedFile, complete: InTransaction): Promise<LibraryAsset> {
    const bytes = await takeIn(file.path).catch((error: unknown) => {
      throw asRefusal(error);
    });
    // Held already, but for one that looked like a repetition and is none, and for one that is larger in another format.
    await room.upTo(bytes, bytes);
    try {
      return await this.library.keepFile(context, { assetId, filePath: file.path, source: 'upload', name: file.name }, async (tx, made) => {
        await complete(tx, made);
        await this.rooms.handOver(tx, { orgId: context.orgId, assetId }, bytes);
      });
    } catch (error) {
      throw asRefusal(error);
    }
  }

  private async import(context: Context, assetId: string, request: Request, complete: InTransaction): Promise<LibraryAsset> {
    const { url } = (await body.transform(request.body, { type: 'body', metatype: ImportAssetRequest })) as ImportAssetRequest;
    const refusal = this.media.refusal(url);
    if (refusal) throw validationFailed([{ path: 'url', message: refusal.message }]);
    return this.library.importFrom(context, { assetId, url, name: null }, complete);
  }

  private readonly show = (asset: LibraryAsset): AssetResponse => assetView(asset, this.urls);
}

function isCursor(key: string): boolean {
  const [createdAt = '', id = '', ...rest] = key.split('|');
  return rest.length === 0 && isTimestamp(createdAt) && isUuid(id);
}

/** What is wrong with an uploaded file is the caller's affair; what is wrong with the storage is not. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof UserMediaError)) return error;
  if (error.code === 'payload_too_large') return new Refusal('too-large', error.code, error.message, { cause: error });
  return new Refusal('unsupported-media-type', error.code, error.message, { cause: error });
}
