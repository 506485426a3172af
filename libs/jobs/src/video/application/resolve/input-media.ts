/** The pictures and assets a create request points at: what can be said of them before anything is made. */
import { Injectable } from '@nestjs/common';
import { Assets } from '#assets';
import { pictureName } from '../../domain/task-kinds.js';
import { type FieldError, fieldError } from '../../../shared/faulty-request.js';
import { type InputImage, InputImages, type InputImageOwner } from '../../../shared/input-images.js';
import { type VideoOrder } from '../../../contracts/video-order.js';

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

  private async assetFaults({ visuals }: VideoOrder, orgId: string): Promise<FieldError[]> {
    const found = await Promise.all(
      (visuals?.assets ?? []).map(async ({ assetId }, index): Promise<FieldError[]> => {
        const path = `visuals.assets.${index}.assetId`;
        const asset = await this.assets.find(orgId, assetId);
        if (!asset) return [fieldError(path, 'there is no such asset', 'asset_not_found')];
        if (asset.status !== 'ready') return [fieldError(path, `the asset is not ready: ${asset.status}`, 'asset_not_ready')];
        return asset.kind === 'audio' ? [fieldError(path, 'the asset has sound and no picture', 'unsupported_media')] : [];
      }),
    );
    return found.flat();
  }
}

/** All pictures of a request, by the names under which they are kept. */
export const picturesOf = ({ frames }: VideoOrder): InputImage[] =>
  (frames ?? []).flatMap(({ firstFrameUrl, lastFrameUrl }, index) => [
    { name: pictureName(index, 'first'), path: `frames.${index}.firstFrameUrl`, url: firstFrameUrl },
    { name: pictureName(index, 'last'), path: `frames.${index}.lastFrameUrl`, url: lastFrameUrl },
  ]);
