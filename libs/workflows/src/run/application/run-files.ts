import { Injectable } from '@nestjs/common';
import { Assets, KeptAddresses, UserMedia } from '#assets';
import { type Queryable } from '#platform';
import { assetFault } from '../../nodes/input/asset.node.js';
import { FaultyInputs } from '../../shared/domain/refusals.js';
import { type filesIn } from './run-inputs.js';

type Files = ReturnType<typeof filesIn>;

/** What whoever starts a run names as files: looked at before anything is accepted, and kept beside the log. */
@Injectable()
export class RunFiles {
  constructor(
    private readonly assets: Assets,
    private readonly media: UserMedia,
    private readonly addresses: KeptAddresses,
  ) {}

  /** @throws FaultyInputs with every one that cannot be had: `unknown_asset`, `url_not_allowed`, `unsupported_media` */
  async check({ addresses, assets, nodes, kinds }: Files, orgId: string): Promise<void> {
    const nodeOf = (name: string): { readonly node?: string } => {
      const node = nodes.get(name);
      return node === undefined ? {} : { node };
    };
    const refused = [...addresses].flatMap(([name, url]) => {
      const refusal = this.media.refusal(url);
      return refusal ? [{ path: `inputs.${name}`, ...refusal, ...nodeOf(name) }] : [];
    });
    const known = await Promise.all([...assets].map(async ([name, id]) => ({ name, id, asset: await this.assets.find(orgId, id) })));
    const faulty = known.flatMap(({ name, id, asset }) => {
      const fault = assetFault(id, asset, kinds.get(name));
      return fault ? [{ path: `inputs.${name}`, ...fault, ...nodeOf(name) }] : [];
    });
    if (refused.length + faulty.length > 0) throw new FaultyInputs([...refused, ...faulty]);
  }

  /** In the transaction that accepts the run. */
  async remember(tx: Queryable, { addresses }: Files, owner: { readonly orgId: string; readonly subjectId: string }): Promise<void> {
    if (addresses.size > 0) await this.addresses.keep(tx, owner, 'order', addresses);
  }
}
