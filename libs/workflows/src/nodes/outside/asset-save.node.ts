import { type Assets, type ObjectStorage } from '#assets';
import { deriveId } from '#platform';
import { type AssetValue, type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { typed } from '../model/model-params.js';

const KINDS = ['image', 'video', 'audio'] as const;

export interface Library {
  readonly assets: Assets;
  readonly storage: ObjectStorage;
}

/** What the library keeps is booked by the library. */
export const assetSave = ({ assets, storage }: Library): TaskNode => ({
  type: 'Asset.Save',
  title: 'Keep in the library',
  group: 'outside',
  description: 'Takes a picture, clip or sound into the media library, where it stays when the run is deleted.',
  version: 1,
  inputs: KINDS.map((kind) => ({ name: kind, types: [kind], description: 'What is kept.' })),
  outputs: [{ name: 'asset', type: 'asset', description: 'The asset.' }],
  exactlyOne: KINDS,
  params: { type: 'object', additionalProperties: false, properties: {} },
  weight: 'task',
  queue: 'import',
  estimate: () => ({}),
  async execute({ inputs, runId, node, take }, { orgId }) {
    const [given] = KINDS.flatMap((kind) => inputs[kind] ?? []);
    if (!given) throw new NodeFailure('missing_input', 'nothing came in');
    const media = given.value as MediaValue;
    const assetId = deriveId(runId, 'asset', node, String(take));
    const kept = await assets.keep({ assetId, orgId, filePath: await storage.localPath(media.file.key), source: media.source });
    const value: AssetValue = { assetId: kept.id, kind: media.kind, media };
    return { outputs: { asset: typed('asset', value) } };
  },
});
