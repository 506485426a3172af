import { type ModelCapability, type ModelInfo } from '../../contracts/model-info.js';
import { type Makers, type Provider } from '../../contracts/models.js';
import { RUNWAY_CLIPS, RUNWAY_IMAGES } from './runway.catalogue.js';
import { RunwayClipMaker, RunwayImageMaker } from './runway.makers.js';

/** `runway`: clips from words, from a picture, from two; and stills. */
export function runwayProvider(): Provider {
  const info = (
    id: string,
    capability: ModelCapability,
    unit: ModelInfo['unit'],
    priceMicros: number,
    durationsSeconds: readonly number[] | null,
  ): ModelInfo => ({
    id,
    provider: 'runway',
    capability,
    durationsSeconds,
    aspectRatios: ['16:9', '9:16', '1:1', '4:5'],
    unit,
    priceMicros,
    available: true,
    unavailableReason: null,
    successor: null,
  });
  const models: readonly ModelInfo[] = [
    ...RUNWAY_CLIPS.flatMap(({ id, fromText, fromImage, takesLast, priceMicros, durationsSeconds }) => {
      const capabilities: (ModelCapability | false)[] = [
        fromText !== null && 'text-to-video',
        fromImage !== null && 'image-to-video',
        takesLast && 'frames-to-video',
      ];
      return capabilities
        .filter((capability) => capability !== false)
        .map((capability) => info(id, capability, 'second', priceMicros, durationsSeconds));
    }),
    ...RUNWAY_IMAGES.map(({ id, priceMicros }) => info(id, 'text-to-image', 'image', priceMicros, null)),
  ];
  const makers = new Map<string, Makers>([
    ...RUNWAY_CLIPS.map((model): [string, Makers] => [model.id, { clip: new RunwayClipMaker(model) }]),
    ...RUNWAY_IMAGES.map((model): [string, Makers] => [model.id, { image: new RunwayImageMaker(model) }]),
  ]);
  return { name: 'runway', models: () => models, makers: (id) => makers.get(id) ?? {} };
}
