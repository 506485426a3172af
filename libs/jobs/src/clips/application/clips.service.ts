import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SignedUrls } from '#assets';
import { Models } from '#integrations';
import { Clock, decodeCursor, Ids, isUuid, type Page, pageOf } from '#platform';
import { type ClipSet, Clips, type ClipsOrder } from '../../contracts/clips.js';
import { type InTransaction, type PageRequest, type Requester } from '../../contracts/requester.js';
import { checkedBody } from '../../shared/checked-body.js';
import { InputImages } from '../../shared/input-images.js';
import { ClipsConfig } from '../clips.config.js';
import { DeleteClipSet, RequestClipSet } from '../domain/clip-set.commands.js';
import { CheckClipSet, GetClipSet, ListClipSets, OrderClipSet, RemoveClipSet } from './handlers/messages.js';
import { CreateClipsRequest } from './resolve/create-clips.request.js';
import { resolveClips } from './resolve/resolve-clips.js';
import { clipsView } from './views/clips.view.js';

/** Checks and resolves what is asked for, sends it over the bus, and shows what comes of it. */
@Injectable()
export class ClipsService extends Clips {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly pictures: InputImages,
    private readonly config: ClipsConfig,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    super();
  }

  async order(
    by: Requester,
    order: ClipsOrder,
    { clipSetId = this.ids.next(), alongside }: { readonly clipSetId?: string; readonly alongside?: InTransaction<ClipSet> } = {},
  ): Promise<ClipSet> {
    const body = await checkedBody(CreateClipsRequest, order);
    const { orgId } = by;
    const now = this.clock.now();
    const reading = await this.pictures.discardOnRefusal({ orgId, subjectId: clipSetId }, async () => {
      const resolution = { orgId, clipSetId, seed: randomInt(2 ** 31 - 1), today: now.slice(0, 10) };
      const { models, pictures: given, config } = this;
      const { data, pictures } = await resolveClips(body, resolution, { models, pictures: given, config });
      return this.commands.execute(
        new OrderClipSet(new RequestClipSet(data, now), pictures, by, async (tx, accepted) =>
          alongside?.(tx, clipsView(accepted, this.urls)),
        ),
      );
    });
    return clipsView(reading, this.urls);
  }

  async read(orgId: string, clipSetId: string): Promise<ClipSet> {
    return clipsView(await this.queries.execute(new GetClipSet(orgId, clipSetId)), this.urls);
  }

  async list(orgId: string, { limit, cursor }: PageRequest): Promise<Page<ClipSet>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const found = await this.queries.execute(new ListClipSets(orgId, limit, olderThan));
    return pageOf(
      found,
      limit,
      ({ set }) => set.clipSetId,
      (reading) => clipsView(reading, this.urls),
    );
  }

  async delete(by: Requester, clipSetId: string): Promise<void> {
    await this.commands.execute(new RemoveClipSet(by, new DeleteClipSet({ clipSetId }, this.clock.now())));
  }

  async check(
    { orgId }: Requester,
    clipSetId: string,
    { alongside }: { readonly alongside?: InTransaction<ClipSet> } = {},
  ): Promise<ClipSet> {
    const shown: Alongside = alongside ? (tx, set) => alongside(tx, clipsView(set, this.urls)) : null;
    return clipsView(await this.commands.execute(new CheckClipSet(orgId, clipSetId, shown)), this.urls);
  }
}

type Alongside = ConstructorParameters<typeof CheckClipSet>[2];
