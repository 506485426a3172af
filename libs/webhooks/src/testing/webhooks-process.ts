/**
 * One process with nothing of Kadr but its log and its webhooks, and parcels that something happens to. Started by specs that kill it and by
 * benchmarks, from what is built. Each call is answered under its id.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { EventingModule, eventingConfig, eventingMigrations, EventingRegistry, UnitOfWork } from '#eventing';
import { type Aggregate, Command, type Event, type ProcessManager } from '#eventing/domain';
import { ALL_ROLES, databaseConfig, DatabaseModule, PlatformModule } from '#platform';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
import { type Announcement } from '../contracts/announcement.js';
import { EndpointLimits, LinkSigner } from '../contracts/ports.js';
import { WebhookEndpoints } from '../endpoints/endpoints.service.js';
import { webhooksMigrations } from '../migrations/index.js';
import { webhooksConfig } from '../webhooks.config.js';
import { WebhooksModule } from '../webhooks.module.js';

type ParcelMoved = Event<'ParcelMoved', { parcelId: string; at: string }>;

class MoveParcel extends Command<{ parcelId: string }> {
  readonly type = 'MoveParcel';
}

const parcel: Aggregate<MoveParcel, null, ParcelMoved> = {
  name: 'parcel',
  module: 'specs',
  schemaVersions: { ParcelMoved: 1 },
  initialState: null,
  decide: ({ data, issuedAt }) => [{ type: 'ParcelMoved', data: { ...data, at: issuedAt } }],
  evolve: () => null,
};

const announceParcels: ProcessManager<ParcelMoved, null, Announcement> = {
  name: 'specs.announce-parcels',
  follows: 'parcel',
  reactsTo: ['ParcelMoved'],
  initialState: null,
  evolve: () => null,
  react: (_, { data: { parcelId, at } }) => [
    {
      ...{ type: 'parcel.moved', subject: { idName: 'parcelId', id: parcelId, path: `/v1/parcels/${parcelId}` }, occurredAt: at },
      ...{ metadata: {}, data: { parcelId }, links: { photoUrl: { key: `${parcelId}.jpg`, contentType: 'image/jpeg' } } },
    },
  ],
};

let statements = 0;
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  statements += 1;
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

class Ports {}
const links = {
  file: ({ key }: { key: string }, until: number) => `https://kadr.example/${key}?until=${until}`,
  resource: (path: string) => `https://kadr.example${path}`,
};
class Parcels {}
const app = await NestFactory.createApplicationContext(
  {
    module: Parcels,
    imports: [
      {
        ...{ module: Ports, global: true, exports: [LinkSigner, EndpointLimits] },
        providers: [
          { provide: LinkSigner, useValue: links },
          { provide: EndpointLimits, useValue: { of: () => Promise.resolve(null) } },
        ],
      },
      DatabaseModule.forRoot({
        config: databaseConfig(process.env),
        entities: [],
        migrations: [...eventingMigrations, ...webhooksMigrations],
      }),
      PlatformModule.forRoot({ roles: new Set(ALL_ROLES) }),
      EventingModule.forRoot({ roles: ALL_ROLES, config: eventingConfig(process.env) }),
      WebhooksModule.forRoot({ roles: ALL_ROLES, config: webhooksConfig(process.env) }),
    ],
    providers: [
      {
        provide: 'parcels',
        inject: [EventingRegistry, AnnouncementSink],
        useFactory(registry: EventingRegistry, sink: AnnouncementSink) {
          registry.aggregate(parcel);
          const example = { parcelId: randomUUID() };
          sink.announcer(announceParcels, [{ type: 'parcel.moved', description: 'A parcel.', schema: {}, example }]);
          return 'registered';
        },
      },
    ],
  },
  { logger: ['error'], abortOnError: false },
);

interface Calls {
  register: { orgId: string; url: string };
  rotate: { orgId: string; endpointId: string };
  happen: { orgId: string; parcelId: string };
  statements: object;
  cpu: object;
}
const nothing = () => Promise.resolve();
const [unitOfWork, endpoints] = [app.get(UnitOfWork), app.get(WebhookEndpoints)];
const by = (orgId: string) => ({ orgId, keyId: randomUUID(), scopes: ['admin'] }) as never;

const calls: { readonly [C in keyof Calls]: (args: Calls[C]) => Promise<unknown> } = {
  register: ({ orgId, url }) =>
    endpoints.register(by(orgId), { url, events: ['parcel.*'], description: '', metadata: {}, payload: 'full' }, true, nothing),
  rotate: ({ orgId, endpointId }) => endpoints.rotate(by(orgId), endpointId, 3600, nothing),
  happen: ({ orgId, parcelId }) =>
    unitOfWork.decide(parcel, parcelId, new MoveParcel({ parcelId }, new Date().toISOString()), { orgId, actor: 'spec' }),
  statements: () => Promise.resolve(statements),
  cpu: () => Promise.resolve(process.cpuUsage()),
};
process.on('message', ({ id, call, args }: { id: number; call: keyof Calls; args: never }) => {
  void calls[call](args).then(
    (answer) => process.send?.({ id, answer: answer ?? null }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(1));
process.send?.({ isReady: true });
