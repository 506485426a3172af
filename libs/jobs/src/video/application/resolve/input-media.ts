/** The pictures and assets a create request points at: what can be said of them before anything is made. */
import { Injectable } from '@nestjs/common';
import { Assets } from '#assets';
import { pictureName } from '../../domain/task-kinds.js';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';
import { type InputImage, InputImages, type InputImageOwner } from '../../../shared/input-images.js';
import { type VideoOrder } from '../../../contracts/video-order.js';

interface NamedAsset {
  /** The field that names it. */
  readonly path: string;
  readonly assetId: string;
}

@Injectable()
export class InputMedia {
  constructor(
    private readonly pictures: InputImages,
    private readonly assets: Assets,
  ) {}

  /** Takes in what was sent along, and says what is wrong with the rest as far as no network is needed for it. */
  async receive(body: VideoOrder, owner: InputImageOwner): Promise<FieldError[]> {
    return [...(await this.pictures.receive(owner, picturesOf(body))), ...(await this.assetFaults(body, owner.orgId))];
  }

  /** What is wrong with the assets that are named. */
  async assetFaults({ visuals, voice, music, durationSeconds }: VideoOrder, orgId: string): Promise<FieldError[]> {
    const pictures = (visuals?.assets ?? []).map(({ assetId }, index) => ({ path: `visuals.assets.${index}.assetId`, assetId }));
    const found = await Promise.all([
      ...pictures.map((picture) => this.pictureFault(picture, orgId)),
      voice && voice.assetId !== undefined ? this.soundFault(orgId, 'voice.assetId', voice.assetId, durationSeconds) : null,
      music && music.assetId !== undefined ? this.soundFault(orgId, 'music.assetId', music.assetId) : null,
    ]);
    return found.filter((fault) => fault !== null);
  }

  /** What is wrong with files of the organisation that are to be seen. */
  async pictureFaults(pictures: readonly NamedAsset[], orgId: string): Promise<FieldError[]> {
    const found = await Promise.all(pictures.map((picture) => this.pictureFault(picture, orgId)));
    return found.filter((fault) => fault !== null);
  }

  private async pictureFault({ path, assetId }: NamedAsset, orgId: string): Promise<FieldError | null> {
    const { fault, asset } = await this.ready(orgId, path, assetId);
    return fault ?? (asset?.kind === 'audio' ? fieldError(path, 'the asset has sound and no picture', 'unsupported_media') : null);
  }

  /** @param roomSeconds length of the film that it must fit into */
  private async soundFault(orgId: string, path: string, assetId: string, roomSeconds = Infinity): Promise<FieldError | null> {
    const { fault, asset } = await this.ready(orgId, path, assetId);
    if (fault) return fault;
    if (asset?.kind !== 'audio') return fieldError(path, 'the asset is no sound file', 'unsupported_media');
    const seconds = asset.durationSeconds ?? 0;
    if (seconds <= roomSeconds) return null;
    return fieldError(
      path,
      `the recording has ${seconds} s, but the film has ${roomSeconds} s; leave durationSeconds out to have it follow`,
    );
  }

  private async ready(orgId: string, path: string, assetId: string) {
    const asset = await this.assets.find(orgId, assetId);
    if (!asset) return { fault: fieldError(path, 'there is no such asset', 'asset_not_found'), asset: null };
    if (asset.status === 'ready') return { fault: null, asset };
    return { fault: fieldError(path, `the asset is not ready: ${asset.status}`, 'asset_not_ready'), asset: null };
  }
}

/** All pictures of a request, by the names under which they are kept. */
export const picturesOf = ({ frames }: VideoOrder): InputImage[] =>
  (frames ?? []).flatMap(({ firstFrameUrl, lastFrameUrl }, index) => [
    { name: pictureName(index, 'first'), path: `frames.${index}.firstFrameUrl`, url: firstFrameUrl },
    { name: pictureName(index, 'last'), path: `frames.${index}.lastFrameUrl`, url: lastFrameUrl },
  ]);
