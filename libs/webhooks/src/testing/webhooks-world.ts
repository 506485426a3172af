import { randomBytes, randomUUID } from 'node:crypto';
import { type Aggregate, Command, type Event, type ProcessManager } from '#eventing/domain';
import { createTestEventing, type TestEventing } from '#eventing/testing';
import { Clock, Erasers, GuardedFetch, Ids, platformMigrations, type Principal, SecretsKey, SessionLocks } from '#platform';
import { AnnouncementReader } from '../announcements/announcement-reader.js';
import { AnnouncementSink } from '../announcements/announcement-sink.js';
import { AnnouncementCatalogue } from '../announcements/catalogue.js';
import { AnnouncementRebuild } from '../announcements/rebuild.js';
import { type Announcement } from '../contracts/announcement.js';
import { EndpointLimits, LinkSigner } from '../contracts/ports.js';
import { type EndpointSettings } from '../contracts/webhook-endpoint.events.js';
import { DeliveryLog } from '../delivery/delivery-log.js';
import { DeliveryRuntime } from '../delivery/delivery-runtime.js';
import { DeliverySweeper } from '../delivery/delivery-sweeper.js';
import { DeliveryTable } from '../delivery/delivery-table.js';
import { DeliveryTelemetry } from '../delivery/delivery-telemetry.js';
import { Sender } from '../delivery/sender.js';
import { TryEnds } from '../delivery/try-ends.js';
import { webhookEndpoint } from '../domain/webhook-endpoint.decider.js';
import { announceDisabledEndpoints } from '../endpoints/announce-disabled.process-manager.js';
import { endpointAnnouncements } from '../endpoints/announcement-kinds.js';
import { EndpointWork } from '../endpoints/endpoint-work.js';
import { EndpointReader } from '../endpoints/endpoint-reader.js';
import { EndpointSecrets, SEALED_SECRETS } from '../endpoints/endpoint-secrets.js';
import { endpoints } from '../endpoints/endpoints.projection.js';
import { OwnerNotices } from '../endpoints/owner-notices.js';
import { WebhookEndpoints } from '../endpoints/endpoints.service.js';
import { forgetAnnouncements } from '../erasure.js';
import { webhooksMigrations } from '../migrations/index.js';
import { type WebhooksConfig, webhooksConfig } from '../webhooks.config.js';

/** Something happens to a parcel; `job.done` is announced of it. */
type ParcelMoved = Event<'ParcelMoved', { parcelId: string; metadata: Record<string, string>; type: string; at: string }>;

export class MoveParcel extends Command<{ parcelId: string; metadata: Record<string, string>; type: string }> {
  readonly type = 'MoveParcel';
}

export const parcel: Aggregate<MoveParcel, null, ParcelMoved> = {
  name: 'parcel',
  module: 'parcels',
  schemaVersions: { ParcelMoved: 1 },
  initialState: null,
  decide: ({ data, issuedAt }) => [{ type: 'ParcelMoved', data: { ...data, at: issuedAt } }],
  evolve: () => null,
};

const announceParcels: ProcessManager<ParcelMoved, null, Announcement> = {
  name: 'parcels.announce-parcels',
  follows: 'parcel',
  reactsTo: ['ParcelMoved'],
  initialState: null,
  evolve: () => null,
  react: (_, { data: { parcelId, metadata, type, at } }) => [
    {
      ...{ type, subject: { idName: 'parcelId', id: parcelId, path: `/v1/parcels/${parcelId}` }, occurredAt: at, metadata },
      ...{ data: { parcelId, metadata }, links: { photoUrl: { key: `${parcelId}.jpg`, contentType: 'image/jpeg' } } },
    },
  ],
};

class PlainLinks extends LinkSigner {
  file({ key }: { key: string }, until: number): string {
    return `https://kadr.example/${key}?until=${until}`;
  }

  resource(path: string): string {
    return `https://kadr.example${path}`;
  }
}

class FewEndpoints extends EndpointLimits {
  limit: number | null = null;

  async of(): Promise<number | null> {
    return this.limit;
  }
}

export interface WorldOptions {
  readonly hosts: readonly string[];
  readonly config?: Partial<WebhooksConfig>;
}

/** One process of the whole lib. */
export interface WebhooksProcess {
  readonly eventing: TestEventing;
  readonly locks: SessionLocks;
  readonly endpoints: WebhookEndpoints;
  readonly table: DeliveryTable;
  readonly sender: Sender;
  readonly ends: TryEnds;
  readonly runtime: DeliveryRuntime;
  readonly sweeper: DeliverySweeper;
  readonly log: DeliveryLog;
  readonly endpointReader: EndpointReader;
  readonly reader: AnnouncementReader;
  readonly rebuild: AnnouncementRebuild;
  readonly limits: FewEndpoints;
  readonly secrets: EndpointSecrets;
  readonly work: EndpointWork;
  readonly notices: OwnerNotices;
  stop(): Promise<void>;
}

const SECRETS_KEY = randomBytes(32);

/** @param of a process on the same database to start beside */
export async function startWebhooks({ hosts, config = {} }: WorldOptions, of?: WebhooksProcess): Promise<WebhooksProcess> {
  const catalogue = new AnnouncementCatalogue();
  let sink!: AnnouncementSink;
  const register = (registry: TestEventing['registry']): void => {
    sink = new AnnouncementSink(registry, catalogue);
    registry
      .aggregate(parcel as never)
      .aggregate(webhookEndpoint)
      .projection(endpoints);
    sink.announcer(announceDisabledEndpoints, endpointAnnouncements);
    const kind = { description: 'A parcel.', schema: {}, example: { parcelId: 'p' } };
    sink.announcer(announceParcels as never, [
      { type: 'parcel.moved', ...kind },
      { type: 'parcel.lost', ...kind },
      { type: 'letter.sent', ...kind },
    ]);
  };
  const migrations = [...platformMigrations, ...webhooksMigrations];
  const eventing = of
    ? await of.eventing.another({ register })
    : await createTestEventing({ register, migrations, config: { partitions: 2 } });
  const { database, unitOfWork } = eventing;
  const locks = new SessionLocks(database);
  await locks.start();
  const settings: WebhooksConfig = { ...webhooksConfig({}), retrySeconds: [1, 1, 1, 1], ...config };
  const [clock, ids, links, limits] = [new Clock(), new Ids(), new PlainLinks(), new FewEndpoints()];
  const secrets = new EndpointSecrets(database, new SecretsKey(database, SECRETS_KEY, '/nowhere', SEALED_SECRETS));
  const table = new DeliveryTable(database, locks);
  const telemetry = new DeliveryTelemetry();
  const sender = new Sender(database, new GuardedFetch({ allow: new Set(hosts) }), secrets, catalogue, links, clock, settings);
  const work = new EndpointWork(database);
  const ends = new TryEnds(unitOfWork, clock, work, settings);
  const reader = new AnnouncementReader(database, sink, links, clock);
  const erasers = new Erasers(database).register(eventing.erasure).register(forgetAnnouncements);
  const service = new WebhookEndpoints(unitOfWork, secrets, limits, reader, work, sink, clock, ids, erasers);
  const notices = new OwnerNotices(database, unitOfWork, clock, settings);
  const runtime = new DeliveryRuntime(table, sender, ends, telemetry, sink, settings);
  const sweeper = new DeliverySweeper(database, table, locks, telemetry, service, work, notices, settings);
  return {
    ...{ eventing, locks, table, sender, ends, runtime, sweeper, limits, secrets, work, notices },
    endpoints: service,
    log: new DeliveryLog(database, sender),
    endpointReader: new EndpointReader(database),
    reader,
    rebuild: new AnnouncementRebuild(eventing.store, eventing.registry, sink, database),
    async stop() {
      await runtime.stop();
      await sweeper.stop();
      telemetry.stop();
      await locks.stop();
      await eventing.close();
    },
  };
}

export const principalOf = (orgId: string): Principal => ({ orgId, keyId: randomUUID(), scopes: ['admin'] });

export const settingsFor = (url: string, more: Partial<EndpointSettings> = {}): EndpointSettings => ({
  ...{ url, events: ['*'], description: '', metadata: {}, payload: 'full' },
  ...more,
});

/** @returns the id and the secret */
export const registered = (process: WebhooksProcess, orgId: string, url: string, more: Partial<EndpointSettings> = {}) =>
  process.endpoints.register(principalOf(orgId), settingsFor(url, more), true, async () => undefined);

/** Something happens, and is announced soon. @returns id of the parcel */
export async function happens(
  process: WebhooksProcess,
  orgId: string,
  type = 'parcel.moved',
  metadata: Record<string, string> = {},
): Promise<string> {
  const parcelId = randomUUID();
  const command = new MoveParcel({ parcelId, metadata, type }, new Date().toISOString());
  await process.eventing.unitOfWork.decide(parcel as never, parcelId, command as never, { orgId, actor: 'spec' });
  return parcelId;
}
