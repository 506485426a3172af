import { type ModelCapability, type ModelInfo } from '../../contracts/model-info.js';
import { type Makers, type Provider } from '../../contracts/models.js';
import { ProviderHttp } from '../http/provider-http.js';
import { RUNWARE_VIDEO, runwareImage } from './runware.catalogue.js';
import { RunwareClipMaker, RunwareImageMaker } from './runware.makers.js';

const VIDEO_CAPABILITIES: readonly ModelCapability[] = ['text-to-video', 'image-to-video', 'frames-to-video'];
/** Not in the vendor's schema that this was written from; any classic model will do. */
const DEFAULT_IMAGE_AIR = 'runware:101@1';

/** `runware`: Veo 3.1 from words and frames, and images. @param imageAir Runware's id of the model behind `runware:image` */
export function runwareProvider({ imageAir = DEFAULT_IMAGE_AIR }: { readonly imageAir?: string } = {}): Provider {
  const http = new ProviderHttp('Runware');
  const image = runwareImage(imageAir);
  const info = (
    id: string,
    capability: ModelCapability,
    more: Pick<ModelInfo, 'durationsSeconds' | 'aspectRatios' | 'unit' | 'priceMicros'>,
  ) => ({
    id,
    provider: 'runware',
    capability,
    ...more,
    available: true,
    unavailableReason: null,
    successor: null,
  });
  const models: readonly ModelInfo[] = [
    ...RUNWARE_VIDEO.flatMap(({ id, durationsSeconds, priceMicros }) =>
      VIDEO_CAPABILITIES.map((capability) =>
        info(id, capability, { durationsSeconds, aspectRatios: ['16:9', '9:16'], unit: 'second', priceMicros }),
      ),
    ),
    info(image.id, 'text-to-image', { durationsSeconds: null, aspectRatios: null, unit: 'image', priceMicros: image.priceMicros }),
  ];
  const makers = new Map<string, Makers>([
    ...RUNWARE_VIDEO.map((model): [string, Makers] => [model.id, { clip: new RunwareClipMaker(http, model) }]),
    [image.id, { image: new RunwareImageMaker(http, image) }],
  ]);
  return { name: 'runware', models: () => models, makers: (id) => makers.get(id) ?? {} };
}
