import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, EgressError, GuardedFetch, logger } from '#platform';
import { AnnouncementCatalogue } from '../announcements/catalogue.js';
import {
  ANNOUNCEMENT_COLUMNS,
  type AnnouncementColumns,
  announcementOf,
  type StoredAnnouncement,
} from '../announcements/announcement-table.js';
import { bodyOf } from '../announcements/body.js';
import { LinkSigner } from '../contracts/ports.js';
import { type Outcome } from '../domain/lane.js';
import { retryAfterMs } from '../domain/retry-schedule.js';
import { type EndpointRow } from '../endpoints/endpoints.projection.js';
import { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { WEBHOOKS_CONFIG, type WebhooksConfig } from '../webhooks.config.js';
import { type Claimed } from './delivery-table.js';
import { signedHeaders } from './signature.js';
import { type TryEnd } from './try-end.js';

/** Of what a receiver answers, so much is read and so much is kept. */
const READ_BYTES = 16 * 1024;
const KEPT_CHARACTERS = 1024;

const log = logger('webhooks');

/** A try with all that it sends. */
export interface Prepared {
  readonly claimed: Claimed;
  readonly endpoint: EndpointRow | null;
  readonly body: Buffer | null;
  readonly secrets: readonly string[];
  /** The operator has listed its host, which may be private: what it says stays with it. */
  readonly isListed: boolean;
  /** RFC 3339; null: nothing has happened, or it is kept no longer. */
  readonly occurredAt: string | null;
}

type Answered = Pick<TryEnd, 'outcome' | 'status' | 'retryAfterMs' | 'responseBody'>;

/** One request of one try. */
@Injectable()
export class Sender {
  constructor(
    private readonly database: Database,
    private readonly web: GuardedFetch,
    private readonly secrets: EndpointSecrets,
    private readonly catalogue: AnnouncementCatalogue,
    private readonly links: LinkSigner,
    private readonly clock: Clock,
    @Inject(WEBHOOKS_CONFIG) private readonly config: WebhooksConfig,
  ) {}

  /** Everything that a batch of tries needs, in three queries. */
  async prepare(claimed: readonly Claimed[]): Promise<Prepared[]> {
    const endpointIds = [...new Set(claimed.map(({ endpointId }) => endpointId))];
    const [announced, endpoints, secrets] = await Promise.all([
      this.database.query<AnnouncementColumns>(`SELECT ${ANNOUNCEMENT_COLUMNS} FROM webhooks.announcements WHERE id = ANY($1::uuid[])`, [
        claimed.map(({ announcementId }) => announcementId),
      ]),
      this.database.query<{ key: string; data: EndpointRow }>('SELECT key, data FROM webhooks.endpoints WHERE key = ANY($1::text[])', [
        endpointIds,
      ]),
      this.secrets.of(endpointIds),
    ]);
    const announcements = new Map(announced.map((row) => [row.id, announcementOf(row)]));
    const rows = new Map(endpoints.map(({ key, data }) => [key, data]));
    // Endpoints that hear of the same thing are sent the same bytes: they are made, and their links signed, once.
    const bodies = new Map<string, Buffer | null>();
    const shared = (one: Claimed, endpoint: EndpointRow): Buffer | null => {
      const key = `${one.announcementId} ${endpoint.payload} ${one.linksFrom}`;
      const known = one.cause === 'test' ? undefined : bodies.get(key);
      if (known !== undefined) return known;
      const body = this.bodyFor(one, endpoint, announcements.get(one.announcementId) ?? null);
      if (one.cause !== 'test') bodies.set(key, body);
      return body;
    };
    const listed = new Map([...rows].map(([key, { url }]) => [key, this.web.isListed(url)]));
    return claimed.map((one) => {
      const endpoint = rows.get(one.endpointId) ?? null;
      const announcement = announcements.get(one.announcementId) ?? null;
      const body = endpoint && shared(one, endpoint);
      const occurredAt = announcement?.occurredAt ?? null;
      const isListed = listed.get(one.endpointId) ?? false;
      return { claimed: one, endpoint, body, secrets: secrets.get(one.endpointId) ?? [], occurredAt, isListed };
    });
  }

  /** What is sent; null: the announcement is kept no longer. */
  bodyFor(
    delivery: Pick<Claimed, 'announcementId' | 'type' | 'cause' | 'createdAt' | 'linksFrom'>,
    { payload }: Pick<EndpointRow, 'payload'>,
    announcement: StoredAnnouncement | null,
  ): Buffer | null {
    if (delivery.cause === 'test') {
      const example = this.catalogue.find(delivery.type)?.example ?? {};
      const head = { id: delivery.announcementId, type: delivery.type, timestamp: delivery.createdAt ?? '', sequence: 0, test: true };
      return Buffer.from(JSON.stringify({ ...head, data: example }));
    }
    return announcement && Buffer.from(JSON.stringify(bodyOf(announcement, this.links, payload, delivery.linksFrom)));
  }

  /** @returns how it ended; never throws. @param signal ends it, to be given back */
  async send({ claimed, endpoint, body, secrets, isListed }: Prepared, signal: AbortSignal): Promise<TryEnd | 'given-back'> {
    const startedAt = this.clock.nowMs();
    const started = performance.now();
    const ended = (answered: Answered): TryEnd => ({
      ...{ deliveryId: claimed.deliveryId, endpointId: claimed.endpointId, orgId: claimed.orgId, lease: claimed.lease },
      ...{ attempt: claimed.attempt, tries: claimed.tries, startedAt, durationMs: performance.now() - started, ...answered },
    });
    if (!endpoint || !body) return ended({ ...NOTHING, outcome: 'lost' });
    if (endpoint.status !== 'enabled' && !claimed.isForced) return ended({ ...NOTHING, outcome: 'held' });
    if (secrets.length === 0) {
      log.error(
        { endpointId: claimed.endpointId },
        'no secret of an endpoint can be opened: KADR_SECRETS_KEY is not the one it was sealed with',
      );
      return 'given-back';
    }
    try {
      const answer = await this.web.request(endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...signedHeaders(claimed.announcementId, Math.floor(startedAt / 1000), body, secrets),
        },
        ...{ body, maxBytes: READ_BYTES, timeoutMs: this.config.timeoutMs, isKept: true, signal },
      });
      const outcome = outcomeOf(answer.status);
      const wait = retryAfterMs(answer.headers['retry-after'], this.clock.nowMs());
      return ended({ outcome, status: answer.status, retryAfterMs: wait, responseBody: isListed ? null : kept(answer.body) });
    } catch (error) {
      if (signal.aborted) return 'given-back';
      return ended({ ...NOTHING, outcome: outcomeOfError(error) });
    }
  }
}

const kept = (body: Buffer): string =>
  body.length === 0 ? '' : body.toString('utf8').replaceAll('\u0000', '\ufffd').toWellFormed().slice(0, KEPT_CHARACTERS).toWellFormed();

const NOTHING = { status: null, retryAfterMs: null, responseBody: null };

/** 2xx alone is success; redirects are not followed. */
function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'success';
  return status >= 300 && status < 400 ? 'redirected' : 'http_error';
}

const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/;

function outcomeOfError(error: unknown): Outcome {
  if (error instanceof EgressError && error.code === 'timeout') return 'timeout';
  if (error instanceof EgressError && error.code === 'url_not_allowed') return 'blocked';
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && TLS_CODES.test(code)) return 'tls_failed';
  }
  return 'connect_failed';
}
