import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SignedUrls } from '#assets';
import { Models } from '#integrations';
import { Clock, decodeCursor, Ids, isUuid, type Page, pageOf } from '#platform';
import { type Generation, type GenerationOrder, Generations } from '../../contracts/generations.js';
import { type InTransaction, type PageRequest, type Requester } from '../../contracts/requester.js';
import { checkedBody } from '../../shared/checked-body.js';
import { InputImages } from '../../shared/input-images.js';
import { DeleteGeneration, RequestGeneration } from '../domain/generation.commands.js';
import { GetGeneration, ListGenerations, OrderGeneration, RefreshGeneration, RemoveGeneration } from './handlers/messages.js';
import { CreateGenerationRequest, MAX_SEED } from './resolve/create-generation.request.js';
import { resolveGeneration } from './resolve/resolve-generation.js';
import { generationView } from './views/generation.view.js';

/** Checks and resolves what is asked for, sends it over the bus, and shows what comes of it. */
@Injectable()
export class GenerationsService extends Generations {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly models: Models,
    private readonly pictures: InputImages,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    super();
  }

  async order(
    by: Requester,
    order: GenerationOrder,
    { generationId = this.ids.next(), alongside }: { readonly generationId?: string; readonly alongside?: InTransaction<Generation> } = {},
  ): Promise<Generation> {
    const body = await checkedBody(CreateGenerationRequest, order);
    const { orgId } = by;
    const now = this.clock.now();
    const reading = await this.pictures.discardOnRefusal({ orgId, subjectId: generationId }, async () => {
      const resolution = { orgId, generationId, assetId: this.ids.next(), seed: randomInt(MAX_SEED), today: now.slice(0, 10) };
      const { data, pictures } = await resolveGeneration(body, resolution, { models: this.models, pictures: this.pictures });
      return this.commands.execute(
        new OrderGeneration(new RequestGeneration(data, now), pictures, by, async (tx, accepted) =>
          alongside?.(tx, generationView(accepted, this.urls)),
        ),
      );
    });
    return generationView(reading, this.urls);
  }

  async read(orgId: string, generationId: string): Promise<Generation> {
    return generationView(await this.queries.execute(new GetGeneration(orgId, generationId)), this.urls);
  }

  async list(orgId: string, { limit, cursor }: PageRequest): Promise<Page<Generation>> {
    const olderThan = cursor === undefined ? null : decodeCursor(cursor, isUuid);
    const found = await this.queries.execute(new ListGenerations(orgId, limit, olderThan));
    return pageOf(
      found,
      limit,
      ({ generation }) => generation.generationId,
      (reading) => generationView(reading, this.urls),
    );
  }

  async delete(by: Requester, generationId: string): Promise<void> {
    await this.commands.execute(new RemoveGeneration(by, new DeleteGeneration({ generationId }, this.clock.now())));
  }

  async refresh(
    { orgId }: Requester,
    generationId: string,
    { alongside }: { readonly alongside?: InTransaction<Generation> } = {},
  ): Promise<Generation> {
    const shown: Alongside = alongside ? (tx, reading) => alongside(tx, generationView(reading, this.urls)) : null;
    return generationView(await this.commands.execute(new RefreshGeneration(orgId, generationId, shown)), this.urls);
  }
}

type Alongside = ConstructorParameters<typeof RefreshGeneration>[2];
