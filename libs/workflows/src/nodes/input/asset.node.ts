import { type StoredAsset } from '#assets';
import { type InputAssetStep } from '#steps';
import { type AssetValue, type MediaValue } from '../../contracts/values.js';
import { NodeFailure, type TaskNode } from '../node-type.js';
import { textParam, typed } from '../model/model-params.js';
import { INPUT_PARAMS } from './value-inputs.js';

/** The largest file that is taken, by kind. */
export const MAX_ASSET_BYTES = { image: 25_000_000, audio: 100_000_000, video: 500_000_000 } as const;
const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

type Kind = MediaValue['kind'];
const KINDS: readonly Kind[] = ['image', 'video', 'audio'];

/** What stands in a run for an address: addresses may be signed, so that none stands in an event. */
export const AN_ADDRESS = { type: 'json', value: { address: true } } as const;

/** Where the address is that was given for an input of a run. */
export type AddressOf = (orgId: string, runId: string, input: string) => Promise<string | null>;

export const inputAsset = (step: InputAssetStep, addressOf: AddressOf): TaskNode => ({
  type: step.type,
  title: 'File',
  group: 'input',
  description: 'A picture, clip or sound: the id of an asset, or an address on the web, from whoever starts a run. The run keeps a copy.',
  version: 1,
  inputs: [],
  outputs: [
    { name: 'asset', type: 'asset', description: 'The asset, where one was named.' },
    ...KINDS.map((kind) => ({ name: kind, type: kind, description: 'The file.', when: { param: 'kind', is: [kind] } })),
  ],
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['kind'],
    properties: {
      ...INPUT_PARAMS,
      kind: { enum: KINDS },
      default: { type: 'string', pattern: UUID, examples: ['0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11'], description: 'Id of an asset.' },
    },
  },
  own: ['default'],
  weight: 'task',
  queue: 'import',
  estimate: ({ params }) => ({ storage_bytes: MAX_ASSET_BYTES[kindOf(params)] }),
  async execute({ params, given, runId, input }, context) {
    const kind = kindOf(params);
    const named = given?.value ?? params['default'];
    if (named === undefined) return { outputs: {} };
    const from = typeof named === 'string' ? { assetId: named } : { url: await known(addressOf(context.orgId, runId, input ?? '')) };
    const made = await step.run({ from, kinds: [kind], still: false }, context);
    const { file, source, widthPx, heightPx, durationSeconds } = made;
    if (file.sizeBytes > MAX_ASSET_BYTES[kind]) {
      throw new NodeFailure('payload_too_large', `the file has ${file.sizeBytes} bytes; ${MAX_ASSET_BYTES[kind]} are taken`);
    }
    const media: MediaValue = { file, kind, widthPx, heightPx, durationSeconds, source, attribution: null };
    const asset: AssetValue | null = typeof named === 'string' ? { assetId: named, kind, media } : null;
    return {
      outputs: { [kind]: typed(kind, media), ...(asset && { asset: typed('asset', asset) }) },
      quantities: { storage_bytes: file.sizeBytes },
    };
  },
});

/** Why such an asset does not do; null: it does, as far as that can be said. @param kind absent: any */
export function assetFault(
  id: string,
  asset: StoredAsset | null,
  kind: unknown,
): { readonly code: string; readonly message: string } | null {
  if (!asset) return { code: 'unknown_asset', message: `there is no asset ${id}` };
  // One that is still fetched is looked into when it has come.
  if (typeof kind !== 'string' || asset.kind === null || asset.kind === kind) return null;
  return { code: 'unsupported_media', message: `asset ${id} is ${asset.kind}; ${kind} is needed` };
}

const kindOf = (params: Readonly<Record<string, unknown>>): Kind => textParam(params, 'kind', 'video') as Kind;

async function known(address: Promise<string | null>): Promise<string> {
  const url = await address;
  if (url === null) throw new NodeFailure('not_found', 'the address is no longer known');
  return url;
}
