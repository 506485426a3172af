// Made from docs/openapi.json by `npm run generate`.
import { type Client, Resource } from '../client.js';
import { type EventStream, type StreamOptions } from '../events/event-stream.js';
import { type ApiPromise } from '../http/answer.js';
import { type Pages } from '../http/pages.js';
import { Names, path } from '../http/path.js';
import { type CallOptions } from '../http/transport.js';
import type * as api from './types.gen.js';

export class ApiKeysOperations extends Resource {
  /**
   * List API keys, newest first
   * Of your organisation, without those that were revoked.
   * Scope: `admin`.
   */
  list(query: NonNullable<api.ApiKeysListData['query']> = {}, options?: CallOptions): Pages<api.ApiKey> {
    return this.client.pages({ method: 'GET', path: '/v1/api-keys', query }, options);
  }

  /**
   * Make an API key; the key itself is shown in this answer only
   * It can have no scope that the one who makes it lacks.
   * Scope: `admin`.
   */
  create(body: api.ApiKeysCreateData['body'], options?: CallOptions): ApiPromise<api.ApiKeysCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/api-keys', body }, options);
  }

  /**
   * One API key
   * The key itself is not shown again.
   * Scope: `admin`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.ApiKeysGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/api-keys/${id}` }, options);
  }

  /**
   * Revoke an API key; in effect everywhere within 5 s
   * The first key of the installation comes from its settings and cannot be revoked here.
   * Scope: `admin`.
   */
  revoke(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/api-keys/${id}` }, options);
  }
}

export class AssetsOperations extends Resource {
  /**
   * List assets, newest first
   * Of your organisation: what it uploaded, and what models have made for it.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.AssetsListData['query']> = {}, options?: CallOptions): Pages<api.Asset> {
    return this.client.pages({ method: 'GET', path: '/v1/assets', query }, options);
  }

  /**
   * Upload a file (form field "file"), or have one fetched from an address
   * A file that is uploaded is ready at once; one to be fetched is `processing` until it is there. Taken are PNG, JPEG, WebP, AVIF, HEIC and GIF, MP4, MOV, WebM and MKV, MP3, WAV, M4A, AAC, FLAC and OGG, by their content, whatever they are called. AVIF and HEIC are kept as JPEG, or as PNG where something shines through; of several pictures in one file the primary one is. An animated WebP and a series of HEIF are kept as a video.
   * Scope: `videos:write`.
   */
  create(body: api.AssetsCreateData['body'], options?: CallOptions): ApiPromise<api.AssetsCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/assets', body }, options);
  }

  /**
   * One asset
   * Its link works without a header for an hour.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.AssetsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/assets/${id}` }, options);
  }

  /**
   * Delete an asset and its file; links to it die at once
   * What was made from it stays.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/assets/${id}` }, options);
  }

  /**
   * The bytes of an asset; Range requests work
   * In the type that the asset says.
   * Scope: `videos:read`.
   */
  content(id: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/assets/${id}/content` }, options);
  }
}

export class BatchesOperations extends Resource {
  /**
   * List batches, newest first
   * Of your organisation, also those that have ended.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.BatchesListData['query']> = {}, options?: CallOptions): Pages<api.Batch> {
    return this.client.pages({ method: 'GET', path: '/v1/batches', query }, options);
  }

  /**
   * Make many videos, one of each row
   * JSON, NDJSON or CSV. All rows are taken or none: every fault of every row is told at once (`items.17.durationSeconds`, of a file with its `line`), and the estimate of all must fit. Each video reserves for itself when it is started.
   * Scope: `videos:write`.
   */
  create(body: api.BatchesCreateData['body'], query: NonNullable<api.BatchesCreateData['query']> = {}, options?: CallOptions): ApiPromise<api.BatchesCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/batches', body, query }, options);
  }

  /**
   * One batch, as it stands
   * How many of its videos are how far, what they cost, how long it will take.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.BatchesGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/batches/${id}` }, options);
  }

  /**
   * Delete a batch that has ended
   * Its rows and its report are forgotten; its videos stay.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/batches/${id}` }, options);
  }

  /**
   * Make the others after the sample
   * The videos of `sample` have ended, and are as they should be.
   * Scope: `videos:write`.
   */
  approve(id: string, options?: CallOptions): ApiPromise<api.BatchesApproveResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/batches/${id}/approve` }, options);
  }

  /**
   * Stop a batch
   * Nothing new is started, and what is being made is cancelled.
   * Scope: `videos:write`.
   */
  cancel(id: string, options?: CallOptions): ApiPromise<api.BatchesCancelResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/batches/${id}/cancel` }, options);
  }

  /**
   * Server-Sent Events: batch, item, progress, completed, cancelled
   * First what happened, then what happens, until the batch and its videos have ended. `Last-Event-ID` goes on after that frame.
   * Scope: `videos:read`.
   */
  events(id: string, options?: StreamOptions): EventStream<api.BatchesEventsResponse> {
    return this.client.events({ method: 'GET', path: path`/v1/batches/${id}/events` }, options);
  }

  /**
   * Items of a batch, in their order
   * Each with its video, its cost and why it failed.
   * Scope: `videos:read`.
   */
  items(id: string, query: NonNullable<api.BatchesItemsData['query']> = {}, options?: CallOptions): Pages<api.BatchItem> {
    return this.client.pages({ method: 'GET', path: path`/v1/batches/${id}/items`, query }, options);
  }

  /**
   * Start nothing new
   * Videos that are being made go on. It is not resumed by itself.
   * Scope: `videos:write`.
   */
  pause(id: string, options?: CallOptions): ApiPromise<api.BatchesPauseResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/batches/${id}/pause` }, options);
  }

  /**
   * All items of a batch as CSV
   * Columns key, id, status, url, costMicros, error. A cell that a spreadsheet would take for a formula begins with an apostrophe.
   * Scope: `videos:read`.
   */
  report(id: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/batches/${id}/report.csv` }, options);
  }

  /**
   * All items of a batch as CSV
   * Columns key, id, status, url, costMicros, error. A cell that a spreadsheet would take for a formula begins with an apostrophe.
   * Scope: `videos:read`.
   * As CSV.
   */
  reportCsv(id: string, options?: CallOptions): ApiPromise<string> {
    return this.client.text({ method: 'GET', path: path`/v1/batches/${id}/report.csv`, accept: 'text/csv' }, options);
  }

  /**
   * Go on with a paused batch
   * Nothing is skipped and nothing made twice.
   * Scope: `videos:write`.
   */
  resume(id: string, options?: CallOptions): ApiPromise<api.BatchesResumeResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/batches/${id}/resume` }, options);
  }

  /**
   * Make the failed items again
   * A video goes on from what it has; one that cannot is made anew. Also of a completed batch, which then runs again.
   * Scope: `videos:write`.
   */
  retryFailed(id: string, options?: CallOptions): ApiPromise<api.BatchesRetryFailedResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/batches/${id}/retry-failed` }, options);
  }
}

export class BillingOperations extends Resource {
  /**
   * The plan, its limits, the current period and the prices
   * Prices are those of now; what is recorded keeps the price list it was made with.
   * Scope: `billing:read`.
   */
  plan(options?: CallOptions): ApiPromise<api.BillingPlanResponse> {
    return this.client.json({ method: 'GET', path: '/v1/billing/plan' }, options);
  }

  /**
   * What is reserved and used of each limit in the current period
   * For every resource limit - reserved - used = remaining. Stored bytes and what is under way belong to no period.
   * Scope: `billing:read`.
   */
  quota(options?: CallOptions): ApiPromise<api.BillingQuotaResponse> {
    return this.client.json({ method: 'GET', path: '/v1/billing/quota' }, options);
  }

  /**
   * One record for each piece of work and resource, newest first. CSV by Accept, then all of them
   * Records of a period sum up to what is used.
   * Scope: `billing:read`.
   */
  records(query: NonNullable<api.BillingRecordsData['query']> = {}, options?: CallOptions): Pages<api.UsageRecord> {
    return this.client.pages({ method: 'GET', path: '/v1/billing/records', query }, options);
  }

  /**
   * One record for each piece of work and resource, newest first. CSV by Accept, then all of them
   * Records of a period sum up to what is used.
   * Scope: `billing:read`.
   * As CSV.
   */
  recordsCsv(query: NonNullable<api.BillingRecordsData['query']> = {}, options?: CallOptions): ApiPromise<string> {
    return this.client.text({ method: 'GET', path: '/v1/billing/records', query, accept: 'text/csv' }, options);
  }

  /**
   * Usage summed by day, provider or video; at most 400 days. CSV by Accept
   * Days are those of the time zone of the organisation. Bytes are those that came and, negative, those that were freed; what is stored now says the quota.
   * Scope: `billing:read`.
   */
  usage(query: NonNullable<api.BillingUsageData['query']> = {}, options?: CallOptions): ApiPromise<api.BillingUsageResponse> {
    return this.client.json({ method: 'GET', path: '/v1/billing/usage', query }, options);
  }

  /**
   * Usage summed by day, provider or video; at most 400 days. CSV by Accept
   * Days are those of the time zone of the organisation. Bytes are those that came and, negative, those that were freed; what is stored now says the quota.
   * Scope: `billing:read`.
   * As CSV.
   */
  usageCsv(query: NonNullable<api.BillingUsageData['query']> = {}, options?: CallOptions): ApiPromise<string> {
    return this.client.text({ method: 'GET', path: '/v1/billing/usage', query, accept: 'text/csv' }, options);
  }
}

export class ClipsOperations extends Resource {
  /**
   * List sets of clips, newest first
   * Of your organisation.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.ClipsListData['query']> = {}, options?: CallOptions): Pages<api.Clips> {
    return this.client.pages({ method: 'GET', path: '/v1/clips', query }, options);
  }

  /**
   * Have a clip made of each pair of pictures, from the first to the last
   * One that fails leaves the others alone. Reserves what they may cost, or refuses all of them.
   * Scope: `videos:write`.
   */
  create(body: api.ClipsCreateData['body'], options?: CallOptions): ApiPromise<api.ClipsCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/clips', body }, options);
  }

  /**
   * How far each clip is
   * By task id, in the order of `frames`.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.ClipsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/clips/${id}` }, options);
  }

  /**
   * Delete clips of which none is pending
   * Their links die at once; their billing record stays.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/clips/${id}` }, options);
  }

  /**
   * Ask the provider now about what is pending
   * Instead of waiting until it would be asked anyway.
   * Scope: `videos:write`.
   */
  check(id: string, options?: CallOptions): ApiPromise<api.ClipsCheckResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/clips/${id}/check` }, options);
  }
}

export class ConfirmationsOperations extends Resource {
  /**
   * Ask a person whether a program may make a call
   * For programs that act for somebody, such as the MCP server. The answer is a page without login; once it was allowed there, the same question at no higher price is answered `allowed` for ten minutes.
   * Scope: `videos:write`.
   */
  ask(body: api.ConfirmationsAskData['body'], options?: CallOptions): ApiPromise<api.ConfirmationsAskResponse> {
    return this.client.json({ method: 'POST', path: '/v1/confirmations', body }, options);
  }
}

export class ContactsOperations extends Resource {
  /**
   * List contacts, newest first
   * Of your organisation, those that are linked.
   * Scope: `admin`.
   */
  list(query: NonNullable<api.ContactsListData['query']> = {}, options?: CallOptions): Pages<api.Contact> {
    return this.client.pages({ method: 'GET', path: '/v1/contacts', query }, options);
  }

  /**
   * Ask a mailbox whether it wants to hear of videos
   * A mail with a link goes there. Once whoever reads it has agreed, within three days, it is a contact: approvals come with a link by which they are decided. The same address again within ten minutes is the same question.
   * Scope: `admin`.
   */
  inviteByMail(body: api.ContactsInviteByMailData['body'], options?: CallOptions): ApiPromise<api.ContactsInviteByMailResponse> {
    return this.client.json({ method: 'POST', path: '/v1/contacts/email', body }, options);
  }

  /**
   * Make a link by which a Telegram chat becomes a contact
   * Whoever opens it within 15 minutes is linked with that role; in a group, an administrator sends `/link` and what follows `start=`.
   * Scope: `admin`.
   */
  invite(body: api.ContactsInviteData['body'], options?: CallOptions): ApiPromise<api.ContactsInviteResponse> {
    return this.client.json({ method: 'POST', path: '/v1/contacts/telegram', body }, options);
  }

  /**
   * Change what a contact may do and hears of
   * What is absent stays.
   * Scope: `admin`.
   */
  change(id: string, body: api.ContactsChangeData['body'], options?: CallOptions): ApiPromise<api.ContactsChangeResponse> {
    return this.client.json({ method: 'PATCH', path: path`/v1/contacts/${id}`, body }, options);
  }

  /**
   * Unlink a contact
   * It hears of nothing more, and where it is reached is forgotten.
   * Scope: `admin`.
   */
  remove(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/contacts/${id}` }, options);
  }
}

export class CreateOptionsOperations extends Resource {
  /**
   * What an order of a video can choose from
   * Languages, voices, moods, looks and templates of this installation, its limits and defaults. Models: `GET /v1/models`.
   * Scope: `videos:read`.
   */
  get(options?: CallOptions): ApiPromise<api.CreateOptionsGetResponse> {
    return this.client.json({ method: 'GET', path: '/v1/create-options' }, options);
  }
}

export class EventTypesOperations extends Resource {
  /**
   * The catalogue of events
   * What is announced, with the schema of `data` and an example. All of them, unless `limit` says otherwise.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.EventTypesListData['query']> = {}, options?: CallOptions): Pages<api.EventType> {
    return this.client.pages({ method: 'GET', path: '/v1/event-types', query }, options);
  }
}

export class EventsOperations extends Resource {
  /**
   * List what has happened, oldest first
   * What webhooks send, with the same ids and bodies. Go on with `after` or `cursor`: nothing is missed, however late it was stored.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.EventsListData['query']> = {}, options?: CallOptions): Pages<api.AnnouncedEvent> {
    return this.client.pages({ method: 'GET', path: '/v1/events', query }, options);
  }

  /**
   * What happens, as Server-Sent Events
   * Without `Last-Event-ID` or `after` from now on. `id` is the `sequence`; with it nothing is missed or repeated after a break.
   * Scope: `videos:read`.
   */
  stream(query: NonNullable<api.EventsStreamData['query']> = {}, options?: StreamOptions): EventStream<api.EventsStreamResponse> {
    return this.client.events({ method: 'GET', path: '/v1/events/stream', query }, options);
  }
}

export class GenerationsOperations extends Resource {
  /**
   * List generations, newest first
   * Of your organisation.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.GenerationsListData['query']> = {}, options?: CallOptions): Pages<api.Generation> {
    return this.client.pages({ method: 'GET', path: '/v1/generations', query }, options);
  }

  /**
   * Call one model by itself; its result becomes an asset
   * Reserves what it may cost and accepts the order, or does neither.
   * Scope: `videos:write`.
   */
  create(body: api.GenerationsCreateData['body'], options?: CallOptions): ApiPromise<api.GenerationsCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/generations', body }, options);
  }

  /**
   * One generation, as it stands
   * Its asset is there once it is completed.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.GenerationsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/generations/${id}` }, options);
  }

  /**
   * Delete a generation that has ended, and what was asked for
   * Its asset stays in the library until it is deleted there; its billing record stays.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/generations/${id}` }, options);
  }

  /**
   * Ask the provider now whether it is done
   * Instead of waiting until it would be asked anyway.
   * Scope: `videos:write`.
   */
  refresh(id: string, options?: CallOptions): ApiPromise<api.GenerationsRefreshResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/generations/${id}/refresh` }, options);
  }
}

export class IdeasOperations extends Resource {
  /**
   * Title, hook, tone, format, audience and outline for an idea
   * Nothing is ordered or kept.
   * Scope: `videos:write`.
   */
  expand(body: api.IdeasExpandData['body'], options?: CallOptions): ApiPromise<api.IdeasExpandResponse> {
    return this.client.json({ method: 'POST', path: '/v1/ideas/expand', body }, options);
  }
}

export class LiveOperations extends Resource {
  /**
   * Everything of your organisation as it changes, as Server-Sent Events
   * Each frame is the whole thing as it is, so only the last one counts. Open the stream first and read then: nothing falls between. With `Last-Event-ID` or `after` it goes on after that frame, or says `reset`. Runs need `workflows:read` and the quota `billing:read`, else they are left out.
   * Scope: `videos:read`.
   */
  stream(query: NonNullable<api.LiveStreamData['query']> = {}, options?: StreamOptions): EventStream<api.LiveStreamResponse> {
    return this.client.events({ method: 'GET', path: '/v1/live', query }, options);
  }
}

export class MeOperations extends Resource {
  /**
   * Whose key or token this is, and what it may do
   * `key` for an API key, `member` for a token.
   */
  get(options?: CallOptions): ApiPromise<api.MeGetResponse> {
    return this.client.json({ method: 'GET', path: '/v1/me' }, options);
  }
}

export class MediaOperations extends Resource {
  /**
   * Read a file by a signed link; Range requests work
   * The links of other answers lead here. One that is over, one that was forged and one to a deleted file are answered alike.
   */
  read(token: string, name: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/media/${token}/${name}` }, options);
  }
}

export class MembersOperations extends Resource {
  /**
   * List members, newest first
   * Of your organisation.
   * Scope: `admin`.
   */
  list(query: NonNullable<api.MembersListData['query']> = {}, options?: CallOptions): Pages<api.Member> {
    return this.client.pages({ method: 'GET', path: '/v1/members', query }, options);
  }

  /**
   * Add a member
   * A person who signs in with a token of the OIDC issuer of the installation.
   * Scope: `admin`.
   */
  add(body: api.MembersAddData['body'], options?: CallOptions): ApiPromise<api.MembersAddResponse> {
    return this.client.json({ method: 'POST', path: '/v1/members', body }, options);
  }

  /**
   * Remove a member; in effect with the next request
   * The last owner stays.
   * Scope: `admin`.
   */
  remove(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/members/${id}` }, options);
  }
}

export class ModelsOperations extends Resource {
  /**
   * The catalogue: every model this installation knows, with its price and whether you can use it
   * A model with several capabilities is listed once for each. All of them, unless `limit` says otherwise.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.ModelsListData['query']> = {}, options?: CallOptions): Pages<api.Model> {
    return this.client.pages({ method: 'GET', path: '/v1/models', query }, options);
  }
}

export class ProvenanceKeysOperations extends Resource {
  /**
   * The keys by which records of this installation are checked
   * Public, as `/.well-known/kadr-provenance.json`: whoever is given a film can check what is said of it.
   */
  list(options?: CallOptions): ApiPromise<api.ProvenanceKeysListResponse> {
    return this.client.json({ method: 'GET', path: '/v1/provenance-keys' }, options);
  }
}

export class ProviderKeysOperations extends Resource {
  /**
   * Providers for which your organisation has keys of its own
   * By name; the keys themselves are never shown.
   * Scope: `admin`.
   */
  list(query: NonNullable<api.ProviderKeysListData['query']> = {}, options?: CallOptions): Pages<api.ProviderKey> {
    return this.client.pages({ method: 'GET', path: '/v1/provider-keys', query }, options);
  }

  /**
   * What may be shown of one key
   * The key itself is never shown.
   * Scope: `admin`.
   */
  get(provider: string, options?: CallOptions): ApiPromise<api.ProviderKeysGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/provider-keys/${provider}` }, options);
  }

  /**
   * Set or replace the key for a provider; it cannot be read again
   * It is used before the key of the installation.
   * Scope: `admin`.
   */
  put(provider: string, body: api.ProviderKeysPutData['body'], options?: CallOptions): ApiPromise<api.ProviderKeysPutResponse> {
    return this.client.json({ method: 'PUT', path: path`/v1/provider-keys/${provider}`, body }, options);
  }

  /**
   * Forget the key; the installation’s is used again, if it has one
   * Work under way keeps the key it began with.
   * Scope: `admin`.
   */
  remove(provider: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/provider-keys/${provider}` }, options);
  }
}

export class SecretsOperations extends Resource {
  /**
   * Secrets that workflows may name
   * By name; their values are never shown.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.SecretsListData['query']> = {}, options?: CallOptions): Pages<api.Secret> {
    return this.client.pages({ method: 'GET', path: '/v1/secrets', query }, options);
  }

  /**
   * What may be shown of one secret
   * Its value is never shown.
   * Scope: `workflows:read`.
   */
  get(name: string, options?: CallOptions): ApiPromise<api.SecretsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/secrets/${name}` }, options);
  }

  /**
   * Set or replace a secret; it cannot be read again
   * Headers of `Http.Request` name it: `{{secrets.<name>}}`. What runs from now on uses the new value.
   * Scope: `admin`.
   */
  put(name: string, body: api.SecretsPutData['body'], options?: CallOptions): ApiPromise<api.SecretsPutResponse> {
    return this.client.json({ method: 'PUT', path: path`/v1/secrets/${name}`, body }, options);
  }

  /**
   * Forget a secret
   * Nodes that name it fail from now on with `unknown_secret`.
   * Scope: `admin`.
   */
  remove(name: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/secrets/${name}` }, options);
  }
}

export class SeriesOperations extends Resource {
  /**
   * List series, newest first
   * Of your organisation.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.SeriesListData['query']> = {}, options?: CallOptions): Pages<api.Series> {
    return this.client.pages({ method: 'GET', path: '/v1/series', query }, options);
  }

  /**
   * Make a series
   * What its episodes have in common. Nothing is made yet: `POST /v1/series/{id}/episodes` orders one, and `batchOf` orders the first ones at once, as a batch (`batchId`).
   * Scope: `videos:write`.
   */
  create(body: api.SeriesCreateData['body'], options?: CallOptions): ApiPromise<api.SeriesCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/series', body }, options);
  }

  /**
   * One series
   * With the number and the topic of its next episode.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.SeriesGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/series/${id}` }, options);
  }

  /**
   * Change a series
   * What is given takes the place of what was; episodes that are ordered already stay as they are. Add topics at the end.
   * Scope: `videos:write`.
   */
  change(id: string, body: api.SeriesChangeData['body'], options?: CallOptions): ApiPromise<api.SeriesChangeResponse> {
    return this.client.json({ method: 'PATCH', path: path`/v1/series/${id}`, body }, options);
  }

  /**
   * Delete a series
   * Its words are forgotten; its videos stay.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/series/${id}` }, options);
  }

  /**
   * Episodes of a series, newest first
   * Each with how far its video is.
   * Scope: `videos:read`.
   */
  episodes(id: string, query: NonNullable<api.SeriesEpisodesData['query']> = {}, options?: CallOptions): Pages<api.Episode> {
    return this.client.pages({ method: 'GET', path: path`/v1/series/${id}/episodes`, query }, options);
  }

  /**
   * Order the next episode
   * A video with the defaults of the series, its next number and, where the order names no prompt, script, idea or frames, its next topic. The writer is told what the series is and how its last 20 episodes begin.
   * Scope: `videos:write`.
   */
  order(id: string, body?: api.SeriesOrderData['body'], options?: CallOptions): ApiPromise<api.SeriesOrderResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/series/${id}/episodes`, body }, options);
  }
}

export class SessionOperations extends Resource {
  /**
   * Who is signed in, and what they may do
   * Of the session that asks; 404 for a key or token.
   */
  get(options?: CallOptions): ApiPromise<api.SessionGetResponse> {
    return this.client.json({ method: 'GET', path: '/v1/session' }, options);
  }

  /**
   * Sign a browser in: by the code of a link, or by an API key
   * Exactly one of both. Sets a cookie that counts for our own pages only. The session never may more than what opened it.
   */
  open(body: api.SessionOpenData['body'], options?: CallOptions): ApiPromise<api.SessionOpenResponse> {
    return this.client.json({ method: 'POST', path: '/v1/session', body }, options);
  }

  /**
   * Sign out
   * Ends the session that asks, everywhere with the next request; 404 for a key or token.
   */
  end(options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: '/v1/session' }, options);
  }

  /**
   * How one can sign in here
   * For the page that offers it.
   */
  methods(options?: CallOptions): ApiPromise<api.SessionMethodsResponse> {
    return this.client.json({ method: 'GET', path: '/v1/session/methods' }, options);
  }
}

export class SessionsOperations extends Resource {
  /**
   * List sessions that are open, newest first
   * Those of the same key or member; with the scope `admin` those of the whole organisation.
   */
  list(query: NonNullable<api.SessionsListData['query']> = {}, options?: CallOptions): Pages<api.SessionListEntry> {
    return this.client.pages({ method: 'GET', path: '/v1/sessions', query }, options);
  }

  /**
   * End a session; in effect with its next request
   * One that the list shows, also your own.
   */
  end(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/sessions/${id}` }, options);
  }
}

export class SignInLinksOperations extends Resource {
  /**
   * Make a link that signs a browser in, once
   * For a phone, say. Whoever opens it acts as you do, with your scopes, until your key is revoked or you are removed.
   */
  sessionsCreateLink(body?: api.SessionsCreateLinkData['body'], options?: CallOptions): ApiPromise<api.SessionsCreateLinkResponse> {
    return this.client.json({ method: 'POST', path: '/v1/sign-in-links', body }, options);
  }
}

export class TemplatesOperations extends Resource {
  /**
   * The montage templates of this installation: what "template" of a video may be
   * By name.
   * Scope: `videos:read`.
   */
  list(query: NonNullable<api.TemplatesListData['query']> = {}, options?: CallOptions): Pages<api.Template> {
    return this.client.pages({ method: 'GET', path: '/v1/templates', query }, options);
  }
}

export class VideosOperations extends Resource {
  list(query: NonNullable<api.VideosListData['query']> & { view: 'summary' }, options?: CallOptions): Pages<api.VideoSummary>;
  /**
   * List videos, newest first
   * Of your organisation, also those that failed or were cancelled.
   * Scope: `videos:read`.
   */
  list(query?: NonNullable<api.VideosListData['query']> & { view?: 'whole' }, options?: CallOptions): Pages<api.Video>;
  list(query: NonNullable<api.VideosListData['query']> = {}, options?: CallOptions): Pages<api.Video | api.VideoSummary> {
    return this.client.pages({ method: 'GET', path: '/v1/videos', query }, options);
  }

  /**
   * Order a video from a prompt, a script or an idea
   * Reserves what it will use and accepts the order, or does neither. Exactly one of `prompt`, `script` and `idea` is needed, none with `frames`. Follow it by `GET /v1/videos/{id}` or its events.
   * Scope: `videos:write`.
   */
  create(body: api.VideosCreateData['body'], options?: CallOptions): ApiPromise<api.VideosCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/videos', body }, options);
  }

  /**
   * How many videos there are of each status
   * Of all that your organisation has.
   * Scope: `videos:read`.
   */
  counts(options?: CallOptions): ApiPromise<api.VideosCountsResponse> {
    return this.client.json({ method: 'GET', path: '/v1/videos/counts' }, options);
  }

  /**
   * What a video would use, and whether the quota allows it now; nothing is made
   * Takes the body of an order; ordering it right after reserves exactly these quantities.
   * Scope: `videos:write`.
   */
  estimate(body: api.VideosEstimateData['body'], options?: CallOptions): ApiPromise<api.VideosEstimateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/videos/estimate', body }, options);
  }

  /**
   * One video, as it stands
   * Shows every change that was answered before. Its links work for an hour. Progress and error are said in the language of `Accept-Language` (`en`, `ru`), without one in that of the video.
   * Scope: `videos:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.VideosGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/videos/${id}` }, options);
  }

  /**
   * Rename a video
   * In lists and for downloads; cards that were drawn with the old title stay as they are.
   * Scope: `videos:write`.
   */
  rename(id: string, body: api.VideosRenameData['body'], options?: CallOptions): ApiPromise<api.VideosRenameResponse> {
    return this.client.json({ method: 'PATCH', path: path`/v1/videos/${id}`, body }, options);
  }

  /**
   * Delete a finished video and its files
   * Its links die at once; its billing record stays.
   * Scope: `videos:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/videos/${id}` }, options);
  }

  /**
   * Let the job go past a gate
   * The pending approval of that type is approved, and the job goes on.
   * Scope: `videos:write`.
   */
  approve(id: string, type: 'script' | 'images' | 'videos', body?: api.VideosApproveData['body'], options?: CallOptions): ApiPromise<api.VideosApproveResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/approvals/${type}/approve`, body }, options);
  }

  /**
   * List the links of a gate, newest first
   * Revoked and expired ones too; without their addresses.
   * Scope: `videos:write`.
   */
  approvalLinksList(id: string, type: 'script' | 'images' | 'videos', query: NonNullable<api.ApprovalLinksListData['query']> = {}, options?: CallOptions): Pages<api.ApprovalLink> {
    return this.client.pages({ method: 'GET', path: path`/v1/videos/${id}/approvals/${type}/links`, query }, options);
  }

  /**
   * Make a link with which somebody without an account decides the pending gate
   * It opens a page without login or script, and is bound to this one request of the gate: after a rejection it decides nothing more. Its address is shown in this answer only.
   * Scope: `videos:write`.
   */
  approvalLinksCreate(id: string, type: 'script' | 'images' | 'videos', body?: api.ApprovalLinksCreateData['body'], options?: CallOptions): ApiPromise<api.ApprovalLinksCreateResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/approvals/${type}/links`, body }, options);
  }

  /**
   * Revoke a link
   * From now on its page is not there. What it has decided stands.
   * Scope: `videos:write`.
   */
  approvalLinksRevoke(id: string, type: 'script' | 'images' | 'videos', linkId: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/videos/${id}/approvals/${type}/links/${linkId}` }, options);
  }

  /**
   * Have that part made anew, with a comment
   * The comment is taken in, and a new pending approval follows beside the rejected one.
   * Scope: `videos:write`.
   */
  reject(id: string, type: 'script' | 'images' | 'videos', body?: api.VideosRejectData['body'], options?: CallOptions): ApiPromise<api.Video> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/approvals/${type}/reject`, body }, options);
  }

  /** What `reject` would cost; nothing is changed. */
  rejectPrice(id: string, type: 'script' | 'images' | 'videos', body?: api.VideosRejectData['body'], options?: CallOptions): ApiPromise<api.VideoChangePrice> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/approvals/${type}/reject`, body, query: { dryRun: true } }, options);
  }

  /**
   * The files of a video as one zip
   * Under the names of its `artifacts`, as they stand, however far it has come: 409 `not_ready` while there is none. It is put together while it is sent; `export` has them as an editable timeline.
   * Scope: `videos:read`.
   */
  archive(id: string, query: NonNullable<api.VideosArchiveData['query']> = {}, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/archive`, query }, options);
  }

  /**
   * The bytes of an artifact; Range requests work
   * `artifacts` of the video names those there are.
   * Scope: `videos:read`.
   */
  artifact(id: string, name: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/artifacts/${new Names(name)}` }, options);
  }

  /**
   * Stop the job
   * What was not used of its reservation is returned.
   * Scope: `videos:write`.
   */
  cancel(id: string, options?: CallOptions): ApiPromise<api.VideosCancelResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/cancel` }, options);
  }

  /**
   * Where the film can be entered
   * Its sections where it has several, else its beats, each 10 s or longer.
   * Scope: `videos:read`.
   */
  chapters(id: string, options?: CallOptions): ApiPromise<api.VideosChaptersResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/videos/${id}/chapters` }, options);
  }

  /**
   * The chapters as lines: `0:00 Title`
   * As film sites read them in a description.
   * Scope: `videos:read`.
   */
  chaptersText(id: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/chapters.txt` }, options);
  }

  /**
   * The chapters as WebVTT
   * For `<track kind="chapters">`.
   * Scope: `videos:read`.
   */
  chaptersVtt(id: string, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/chapters.vtt` }, options);
  }

  /**
   * Server-Sent Events: stage, progress, segment, approval, completed, failed, cancelled
   * First what happened, then what happens, until the job ends. `Last-Event-ID` goes on after that frame.
   * Scope: `videos:read`.
   */
  events(id: string, options?: StreamOptions): EventStream<api.VideosEventsResponse> {
    return this.client.events({ method: 'GET', path: path`/v1/videos/${id}/events` }, options);
  }

  /**
   * As `events`, by the signed `eventsUrl` of a video instead of a key
   * For `EventSource`, which can send no header. A link that is over and a video that is not there are answered alike.
   */
  liveEvents(id: string, query: NonNullable<api.VideosLiveEventsData['query']>, options?: StreamOptions): EventStream<api.VideosLiveEventsResponse> {
    return this.client.events({ method: 'GET', path: path`/v1/videos/${id}/events/live`, query }, options);
  }

  /**
   * The film as an editable timeline, with everything it was made from
   * Clips as they were received, stills, voice, music, captions, chapters, the film, and the signed record of what is in it. It is put together while it is sent.
   * Scope: `videos:read`.
   */
  export(id: string, query: NonNullable<api.VideosExportData['query']> = {}, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/export`, query }, options);
  }

  /**
   * As `export`, by the signed `exportUrl` of a video instead of a key
   * For browsers and programs that can send no header. A link that is over and a video that is not there are answered alike.
   */
  signedExport(id: string, query: NonNullable<api.VideosSignedExportData['query']>, options?: CallOptions): ApiPromise<Response> {
    return this.client.bytes({ method: 'GET', path: path`/v1/videos/${id}/export/signed`, query }, options);
  }

  /**
   * A signed record of what is in the film and who or what made it
   * For each segment its model or source, seed and digests; voice, music, and the digest of the film.
   * Scope: `videos:read`.
   */
  provenance(id: string, options?: CallOptions): ApiPromise<api.VideosProvenanceResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/videos/${id}/provenance` }, options);
  }

  /**
   * Go on with a failed job from what it has
   * It goes on at the stage that failed; nothing that is there is made again.
   * Scope: `videos:write`.
   */
  retry(id: string, options?: CallOptions): ApiPromise<api.Video> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/retry` }, options);
  }

  /** What `retry` would cost; nothing is changed. */
  retryPrice(id: string, options?: CallOptions): ApiPromise<api.VideoChangePrice> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/retry`, query: { dryRun: true } }, options);
  }

  /**
   * All segments in order
   * What each segment says and shows, and how far it is. There are none before the script stands.
   * Scope: `videos:read`.
   */
  segments(id: string, options?: CallOptions): ApiPromise<api.VideosSegmentsResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/videos/${id}/segments` }, options);
  }

  /**
   * Make several segments anew in one render; everything else is reused
   * All of them, or none. What each has shown before stays among its `takes`.
   * Scope: `videos:write`.
   */
  regenerateSeveral(id: string, body: api.VideosRegenerateSeveralData['body'], options?: CallOptions): ApiPromise<api.Video> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/regenerate`, body }, options);
  }

  /** What `regenerateSeveral` would cost; nothing is changed. */
  regenerateSeveralPrice(id: string, body: api.VideosRegenerateSeveralData['body'], options?: CallOptions): ApiPromise<api.VideoChangePrice> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/regenerate`, body, query: { dryRun: true } }, options);
  }

  /**
   * Make one segment anew; everything else is reused
   * Of a finished film, too: a new render follows that reuses everything else.
   * Scope: `videos:write`.
   */
  regenerate(id: string, index: number, body?: api.VideosRegenerateData['body'], options?: CallOptions): ApiPromise<api.Video> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/${index}/regenerate`, body }, options);
  }

  /** What `regenerate` would cost; nothing is changed. */
  regeneratePrice(id: string, index: number, body?: api.VideosRegenerateData['body'], options?: CallOptions): ApiPromise<api.VideoChangePrice> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/${index}/regenerate`, body, query: { dryRun: true } }, options);
  }

  /**
   * Show an earlier take of a segment again
   * Its clip is there: only the film is made anew. It becomes a take of its own, so going back again is the same.
   * Scope: `videos:write`.
   */
  restore(id: string, index: number, body: api.VideosRestoreData['body'], options?: CallOptions): ApiPromise<api.Video> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/${index}/restore`, body }, options);
  }

  /** What `restore` would cost; nothing is changed. */
  restorePrice(id: string, index: number, body: api.VideosRestoreData['body'], options?: CallOptions): ApiPromise<api.VideoChangePrice> {
    return this.client.json({ method: 'POST', path: path`/v1/videos/${id}/segments/${index}/restore`, body, query: { dryRun: true } }, options);
  }

  /**
   * What happened to the video, for people
   * The whole history of the job, oldest first.
   * Scope: `videos:read`.
   */
  timeline(id: string, query: NonNullable<api.VideosTimelineData['query']> = {}, options?: CallOptions): ApiPromise<api.VideosTimelineResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/videos/${id}/timeline`, query }, options);
  }
}

export class WebhookDeliveriesOperations extends Resource {
  /**
   * One delivery, its tries and its body
   * Tries are shown newest first.
   * Scope: `admin`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.WebhookDeliveriesGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/webhook-deliveries/${id}` }, options);
  }

  /**
   * Send it once more, at once
   * The same id and the same body. Works on every delivery, also of a disabled endpoint.
   * Scope: `admin`.
   */
  redeliver(id: string, options?: CallOptions): ApiPromise<api.WebhookDeliveriesRedeliverResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/webhook-deliveries/${id}/redeliver` }, options);
  }
}

export class WebhooksOperations extends Resource {
  /**
   * List webhook endpoints, newest first
   * Of your organisation, with how they are doing.
   * Scope: `admin`.
   */
  list(query: NonNullable<api.WebhookEndpointsListData['query']> = {}, options?: CallOptions): Pages<api.WebhookEndpoint> {
    return this.client.pages({ method: 'GET', path: '/v1/webhook-endpoints', query }, options);
  }

  /**
   * Have events sent to an address of yours; the secret is shown in this answer only
   * It hears of what happens from now on; `replay` sends what happened before. Bodies are signed as Standard Webhooks has it.
   * Scope: `admin`.
   */
  create(body: api.WebhookEndpointsCreateData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/webhook-endpoints', body }, options);
  }

  /**
   * One webhook endpoint and how it is doing
   * Its secret is not shown again.
   * Scope: `admin`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.WebhookEndpointsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/webhook-endpoints/${id}` }, options);
  }

  /**
   * Change what is sent, or where to
   * `isEnabled: false` holds what is due; `true` sends it, as `enable` does.
   * Scope: `admin`.
   */
  update(id: string, body: api.WebhookEndpointsUpdateData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsUpdateResponse> {
    return this.client.json({ method: 'PATCH', path: path`/v1/webhook-endpoints/${id}`, body }, options);
  }

  /**
   * Send nothing there any more
   * Its secrets and its deliveries are gone with it.
   * Scope: `admin`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/webhook-endpoints/${id}` }, options);
  }

  /**
   * List deliveries to an endpoint, newest first
   * Those that ended are kept for 30 days.
   * Scope: `admin`.
   */
  deliveries(id: string, query: NonNullable<api.WebhookEndpointsDeliveriesData['query']> = {}, options?: CallOptions): Pages<api.WebhookDelivery> {
    return this.client.pages({ method: 'GET', path: path`/v1/webhook-endpoints/${id}/deliveries`, query }, options);
  }

  /**
   * Send there again
   * With `backlog: "send"` also what was due or happened meanwhile; enabled already: nothing changes.
   * Scope: `admin`.
   */
  enable(id: string, body: api.WebhookEndpointsEnableData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsEnableResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/webhook-endpoints/${id}/enable`, body }, options);
  }

  /**
   * Send what happened before
   * Back to the first event of the installation, as far as announcements are kept; under the same ids.
   * Scope: `admin`.
   */
  replay(id: string, body: api.WebhookEndpointsReplayData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsReplayResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/webhook-endpoints/${id}/replay`, body }, options);
  }

  /**
   * Sign with a new secret; it is shown in this answer only
   * During the overlap bodies carry signatures of both.
   * Scope: `admin`.
   */
  rotateSecret(id: string, body: api.WebhookEndpointsRotateSecretData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsRotateSecretResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/webhook-endpoints/${id}/rotate-secret`, body }, options);
  }

  /**
   * Send the catalogue's example of a type
   * Its body says `"test": true`. Works while the endpoint is disabled.
   * Scope: `admin`.
   */
  test(id: string, body: api.WebhookEndpointsTestData['body'], options?: CallOptions): ApiPromise<api.WebhookEndpointsTestResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/webhook-endpoints/${id}/test`, body }, options);
  }
}

export class WorkflowNodesOperations extends Resource {
  /**
   * The types of nodes
   * Ports with their types, and a JSON Schema of the parameters of each.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.WorkflowNodesListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowNodeType> {
    return this.client.pages({ method: 'GET', path: '/v1/workflow-nodes', query }, options);
  }
}

export class WorkflowRunsOperations extends Resource {
  /**
   * List runs, newest first
   * Of all workflows of your organisation, also of deleted ones.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.WorkflowRunsListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowRun> {
    return this.client.pages({ method: 'GET', path: '/v1/workflow-runs', query }, options);
  }

  /**
   * One run, as it stands
   * Each node with its status, results and errors.
   * Scope: `workflows:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.WorkflowRunsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflow-runs/${id}` }, options);
  }

  /**
   * Delete a run that has ended
   * With its files and all that was said in it; what it cost stays on the bill.
   * Scope: `workflows:write`.
   */
  runChangesDelete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/workflow-runs/${id}` }, options);
  }

  /**
   * Approve what a node shows
   * Or, with `edits`, a text in place of it. A second decision is refused.
   * Scope: `workflows:write`.
   */
  runChangesApprove(id: string, node: string, body?: api.RunChangesApproveData['body'], options?: CallOptions): ApiPromise<api.RunChangesApproveResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/approvals/${node}/approve`, body }, options);
  }

  /**
   * List the links of a gate of a run, newest first
   * Revoked and expired ones too; without their addresses.
   * Scope: `workflows:write`.
   */
  runLinksList(id: string, node: string, query: NonNullable<api.RunLinksListData['query']> = {}, options?: CallOptions): Pages<api.RunLink> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflow-runs/${id}/approvals/${node}/links`, query }, options);
  }

  /**
   * Make a link with which somebody without an account decides the pending gate of a run
   * It opens a page without login or script, and is bound to this take of the node. Its address is shown in this answer only.
   * Scope: `workflows:write`.
   */
  runLinksCreate(id: string, node: string, body?: api.RunLinksCreateData['body'], options?: CallOptions): ApiPromise<api.RunLinksCreateResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/approvals/${node}/links`, body }, options);
  }

  /**
   * Revoke a link of a run
   * From now on its page is not there. What it has decided stands.
   * Scope: `workflows:write`.
   */
  runLinksRevoke(id: string, node: string, linkId: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/workflow-runs/${id}/approvals/${node}/links/${linkId}` }, options);
  }

  /**
   * Reject what a node shows
   * The node says what that means: the end, another branch, or that it is made again with the comment.
   * Scope: `workflows:write`.
   */
  runChangesReject(id: string, node: string, body?: api.RunChangesRejectData['body'], options?: CallOptions): ApiPromise<api.RunChangesRejectResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/approvals/${node}/reject`, body }, options);
  }

  /**
   * Stop a run
   * What is being made is cancelled, what was not used of its reservation is returned.
   * Scope: `workflows:write`.
   */
  cancel(id: string, options?: CallOptions): ApiPromise<api.WorkflowRunsCancelResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/cancel` }, options);
  }

  /**
   * Server-Sent Events: run, node, progress, completed, failed, cancelled
   * First what happened, then what happens, until the run ends. `Last-Event-ID` goes on after that frame.
   * Scope: `workflows:read`.
   */
  events(id: string, options?: StreamOptions): EventStream<api.WorkflowRunsEventsResponse> {
    return this.client.events({ method: 'GET', path: path`/v1/workflow-runs/${id}/events` }, options);
  }

  /**
   * As `events`, by the signed `eventsUrl` of a run instead of a key
   * For `EventSource`, which can send no header. A link that is over and a run that is not there are answered alike.
   */
  liveEvents(id: string, query: NonNullable<api.WorkflowRunsLiveEventsData['query']>, options?: StreamOptions): EventStream<api.WorkflowRunsLiveEventsResponse> {
    return this.client.events({ method: 'GET', path: path`/v1/workflow-runs/${id}/events/live`, query }, options);
  }

  /**
   * Run it again, with changes
   * A run of its own; what would come out the same is taken over, also from another version.
   * Scope: `workflows:write`.
   */
  runChangesFork(id: string, body?: api.RunChangesForkData['body'], options?: CallOptions): ApiPromise<api.RunChangesForkResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/fork`, body }, options);
  }

  /**
   * Items of a Map, in their order
   * How the work on each of them stands, and what came of it.
   * Scope: `workflows:read`.
   */
  mapItemsList(id: string, node: string, query: NonNullable<api.MapItemsListData['query']> = {}, options?: CallOptions): Pages<api.MapItem> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflow-runs/${id}/nodes/${node}/items`, query }, options);
  }

  /**
   * Have a failed run go on
   * What failed, and what did not come to be because of it, is made; everything that is there stays.
   * Scope: `workflows:write`.
   */
  runChangesRetry(id: string, body?: api.RunChangesRetryData['body'], options?: CallOptions): ApiPromise<api.RunChangesRetryResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-runs/${id}/retry`, body }, options);
  }

  /**
   * What happened to the run, for people
   * The whole history, oldest first.
   * Scope: `workflows:read`.
   */
  timeline(id: string, options?: CallOptions): ApiPromise<api.WorkflowRunsTimelineResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflow-runs/${id}/timeline` }, options);
  }
}

export class WorkflowSchedulesOperations extends Resource {
  /**
   * List schedules, newest first
   * Of all workflows of your organisation.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.WorkflowSchedulesListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowSchedule> {
    return this.client.pages({ method: 'GET', path: '/v1/workflow-schedules', query }, options);
  }

  /**
   * When a cron expression fires
   * The next times with their offsets and what clock changes do to them, and the expression in words. Nothing is kept.
   * Scope: `workflows:read`.
   */
  preview(body: api.WorkflowSchedulesPreviewData['body'], options?: CallOptions): ApiPromise<api.WorkflowSchedulesPreviewResponse> {
    return this.client.json({ method: 'POST', path: '/v1/workflow-schedules/preview', body }, options);
  }

  /**
   * One schedule
   * With its next time, its last tick and the number of the next run.
   * Scope: `workflows:read`.
   */
  get(id: string, options?: CallOptions): ApiPromise<api.WorkflowSchedulesGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflow-schedules/${id}` }, options);
  }

  /**
   * Change a schedule
   * Only what is given. Changed times count from now: nothing that has passed is made up.
   * Scope: `workflows:write`.
   */
  change(id: string, body: api.WorkflowSchedulesChangeData['body'], options?: CallOptions): ApiPromise<api.WorkflowSchedulesChangeResponse> {
    return this.client.json({ method: 'PATCH', path: path`/v1/workflow-schedules/${id}`, body }, options);
  }

  /**
   * Delete a schedule
   * With what is known of its ticks. Its runs stay.
   * Scope: `workflows:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/workflow-schedules/${id}` }, options);
  }

  /**
   * Make up ticks of a time that has passed
   * Those without a run, oldest first, one at a time, 100 at most.
   * Scope: `workflows:write`.
   */
  backfill(id: string, body: api.WorkflowSchedulesBackfillData['body'], options?: CallOptions): ApiPromise<api.WorkflowSchedulesBackfillResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-schedules/${id}/backfill`, body }, options);
  }

  /**
   * The next times of a schedule
   * With their offsets and what clock changes do to them.
   * Scope: `workflows:read`.
   */
  next(id: string, query: NonNullable<api.WorkflowSchedulesNextData['query']> = {}, options?: CallOptions): ApiPromise<api.WorkflowSchedulesNextResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflow-schedules/${id}/next`, query }, options);
  }

  /**
   * Pause a schedule
   * Runs under way go on; no tick starts another one.
   * Scope: `workflows:write`.
   */
  pause(id: string, options?: CallOptions): ApiPromise<api.WorkflowSchedulesPauseResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-schedules/${id}/pause` }, options);
  }

  /**
   * Have a paused schedule go on
   * Ticks of the meantime are passed over, unless `catchUp` says otherwise.
   * Scope: `workflows:write`.
   */
  resume(id: string, body?: api.WorkflowSchedulesResumeData['body'], options?: CallOptions): ApiPromise<api.WorkflowSchedulesResumeResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-schedules/${id}/resume`, body }, options);
  }

  /**
   * Run it now
   * With the inputs of the schedule and the next number of its series, whatever else is under way.
   * Scope: `workflows:write`.
   */
  run(id: string, options?: CallOptions): ApiPromise<api.WorkflowSchedulesRunResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflow-schedules/${id}/run` }, options);
  }

  /**
   * What became of the ticks of a schedule, newest first
   * Each with its run, or why it has none.
   * Scope: `workflows:read`.
   */
  ticks(id: string, query: NonNullable<api.WorkflowSchedulesTicksData['query']> = {}, options?: CallOptions): Pages<api.ScheduleTick> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflow-schedules/${id}/ticks`, query }, options);
  }
}

export class WorkflowTemplatesOperations extends Resource {
  /**
   * Graphs to begin with
   * Those that come with Kadr can be run as they are, without any key. `POST /v1/workflows` takes `template` with the id of one.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.WorkflowTemplatesListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowTemplate> {
    return this.client.pages({ method: 'GET', path: '/v1/workflow-templates', query }, options);
  }
}

export class WorkflowsOperations extends Resource {
  /**
   * List workflows, newest first
   * Of your organisation, each at its latest version.
   * Scope: `workflows:read`.
   */
  list(query: NonNullable<api.WorkflowsListData['query']> = {}, options?: CallOptions): Pages<api.Workflow> {
    return this.client.pages({ method: 'GET', path: '/v1/workflows', query }, options);
  }

  /**
   * Keep a workflow: a graph of typed nodes
   * Faults are told all at once, each with its code and place. A draft is kept although its graph is faulty.
   * Scope: `workflows:write`.
   */
  create(body: api.WorkflowsCreateData['body'], options?: CallOptions): ApiPromise<api.WorkflowsCreateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/workflows', body }, options);
  }

  /**
   * What a run of a document would use and take, without keeping it
   * The document with `inputs` beside it. Price, critical path, and whether the quota allows it now.
   * Scope: `workflows:read`.
   */
  estimatesOfDocument(body: api.EstimatesOfDocumentData['body'], options?: CallOptions): ApiPromise<api.EstimatesOfDocumentResponse> {
    return this.client.json({ method: 'POST', path: '/v1/workflows/estimate', body }, options);
  }

  /**
   * Keep a workflow that was exported
   * Takes what `export` gives, the `manifest` of a film whose workflow has `embedGraph`, or `assetId`: a film in your media library that a workflow of yours has made; what is said beside that is as you say it. A schedule in it is paused until you say otherwise.
   * Scope: `workflows:write`.
   */
  import(body: api.WorkflowsImportData['body'], options?: CallOptions): ApiPromise<api.WorkflowsImportResponse> {
    return this.client.json({ method: 'POST', path: '/v1/workflows/import', body }, options);
  }

  /**
   * All that is wrong with a document, without keeping it
   * Errors and warnings with node, edge and place; for a right one, the order in which its nodes run.
   * Scope: `workflows:read`.
   */
  validate(body: api.WorkflowsValidateData['body'], options?: CallOptions): ApiPromise<api.WorkflowsValidateResponse> {
    return this.client.json({ method: 'POST', path: '/v1/workflows/validate', body }, options);
  }

  /**
   * One workflow, with its graph
   * At its latest version, or at the one that is named.
   * Scope: `workflows:read`.
   */
  get(id: string, query: NonNullable<api.WorkflowsGetData['query']> = {}, options?: CallOptions): ApiPromise<api.WorkflowsGetResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflows/${id}`, query }, options);
  }

  /**
   * Save a workflow as it should be from now on
   * A changed graph is a new version; runs under way keep theirs. Only moved or renamed nodes are no new version.
   * Scope: `workflows:write`.
   */
  save(id: string, body: api.WorkflowsSaveData['body'], options?: CallOptions): ApiPromise<api.WorkflowsSaveResponse> {
    return this.client.json({ method: 'PUT', path: path`/v1/workflows/${id}`, body }, options);
  }

  /**
   * Delete a workflow
   * Its runs stay, and those under way go on.
   * Scope: `workflows:write`.
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.client.json({ method: 'DELETE', path: path`/v1/workflows/${id}` }, options);
  }

  /**
   * What a run of a workflow would use and take
   * Takes the body of a run; starting it right after reserves exactly these quantities. Nothing is started or set aside.
   * Scope: `workflows:read`.
   */
  estimatesOfWorkflow(id: string, body?: api.EstimatesOfWorkflowData['body'], options?: CallOptions): ApiPromise<api.EstimatesOfWorkflowResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflows/${id}/estimate`, body }, options);
  }

  /**
   * The document as a file, for another organisation or installation
   * Without ids of yours; secrets stand in it by their names alone.
   * Scope: `workflows:read`.
   */
  export(id: string, query: NonNullable<api.WorkflowsExportData['query']> = {}, options?: CallOptions): ApiPromise<api.WorkflowsExportResponse> {
    return this.client.json({ method: 'GET', path: path`/v1/workflows/${id}/export`, query }, options);
  }

  /**
   * Try one node of a workflow
   * A run of this node alone; what comes into it is given by port.
   * Scope: `workflows:write`.
   */
  tryNodeTryNode(id: string, node: string, body?: api.TryNodeTryNodeData['body'], options?: CallOptions): ApiPromise<api.TryNodeTryNodeResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflows/${id}/nodes/${node}/try`, body }, options);
  }

  /**
   * Runs of a workflow, newest first
   * Of all its versions.
   * Scope: `workflows:read`.
   */
  runsOfWorkflowList(id: string, query: NonNullable<api.RunsOfWorkflowListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowRun> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflows/${id}/runs`, query }, options);
  }

  /**
   * Run a workflow
   * Reserves what the run may use at most and accepts it, or does neither. It goes by the version it began with. What takes milliseconds is done as it is accepted: a run of nothing else is `completed` in the answer.
   * Scope: `workflows:write`.
   */
  runsOfWorkflowStart(id: string, body?: api.RunsOfWorkflowStartData['body'], options?: CallOptions): ApiPromise<api.RunsOfWorkflowStartResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflows/${id}/runs`, body }, options);
  }

  /**
   * Schedules of a workflow, newest first
   * Also those that are paused or have ended.
   * Scope: `workflows:read`.
   */
  schedulesOfWorkflowList(id: string, query: NonNullable<api.SchedulesOfWorkflowListData['query']> = {}, options?: CallOptions): Pages<api.WorkflowSchedule> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflows/${id}/schedules`, query }, options);
  }

  /**
   * Have a workflow run by itself
   * By a cron expression and the wall clock of a time zone. Each tick starts one run, or says why it does not.
   * Scope: `workflows:write`.
   */
  schedulesOfWorkflowCreate(id: string, body: api.SchedulesOfWorkflowCreateData['body'], options?: CallOptions): ApiPromise<api.SchedulesOfWorkflowCreateResponse> {
    return this.client.json({ method: 'POST', path: path`/v1/workflows/${id}/schedules`, body }, options);
  }

  /**
   * Versions of a workflow, newest first
   * Each is kept; runs go by the one they began with.
   * Scope: `workflows:read`.
   */
  versions(id: string, query: NonNullable<api.WorkflowsVersionsData['query']> = {}, options?: CallOptions): Pages<api.WorkflowVersion> {
    return this.client.pages({ method: 'GET', path: path`/v1/workflows/${id}/versions`, query }, options);
  }
}

/** The groups that have nothing beyond their operations. */
export class Resources {
  readonly apiKeys: ApiKeysOperations;
  readonly billing: BillingOperations;
  readonly clips: ClipsOperations;
  readonly confirmations: ConfirmationsOperations;
  readonly contacts: ContactsOperations;
  readonly createOptions: CreateOptionsOperations;
  readonly eventTypes: EventTypesOperations;
  readonly events: EventsOperations;
  readonly generations: GenerationsOperations;
  readonly ideas: IdeasOperations;
  readonly live: LiveOperations;
  readonly me: MeOperations;
  readonly media: MediaOperations;
  readonly members: MembersOperations;
  readonly models: ModelsOperations;
  readonly provenanceKeys: ProvenanceKeysOperations;
  readonly providerKeys: ProviderKeysOperations;
  readonly secrets: SecretsOperations;
  readonly series: SeriesOperations;
  readonly session: SessionOperations;
  readonly sessions: SessionsOperations;
  readonly signInLinks: SignInLinksOperations;
  readonly templates: TemplatesOperations;
  readonly webhookDeliveries: WebhookDeliveriesOperations;
  readonly webhooks: WebhooksOperations;
  readonly workflowNodes: WorkflowNodesOperations;
  readonly workflowRuns: WorkflowRunsOperations;
  readonly workflowSchedules: WorkflowSchedulesOperations;
  readonly workflowTemplates: WorkflowTemplatesOperations;
  readonly workflows: WorkflowsOperations;

  constructor(client: Client) {
    this.apiKeys = new ApiKeysOperations(client);
    this.billing = new BillingOperations(client);
    this.clips = new ClipsOperations(client);
    this.confirmations = new ConfirmationsOperations(client);
    this.contacts = new ContactsOperations(client);
    this.createOptions = new CreateOptionsOperations(client);
    this.eventTypes = new EventTypesOperations(client);
    this.events = new EventsOperations(client);
    this.generations = new GenerationsOperations(client);
    this.ideas = new IdeasOperations(client);
    this.live = new LiveOperations(client);
    this.me = new MeOperations(client);
    this.media = new MediaOperations(client);
    this.members = new MembersOperations(client);
    this.models = new ModelsOperations(client);
    this.provenanceKeys = new ProvenanceKeysOperations(client);
    this.providerKeys = new ProviderKeysOperations(client);
    this.secrets = new SecretsOperations(client);
    this.series = new SeriesOperations(client);
    this.session = new SessionOperations(client);
    this.sessions = new SessionsOperations(client);
    this.signInLinks = new SignInLinksOperations(client);
    this.templates = new TemplatesOperations(client);
    this.webhookDeliveries = new WebhookDeliveriesOperations(client);
    this.webhooks = new WebhooksOperations(client);
    this.workflowNodes = new WorkflowNodesOperations(client);
    this.workflowRuns = new WorkflowRunsOperations(client);
    this.workflowSchedules = new WorkflowSchedulesOperations(client);
    this.workflowTemplates = new WorkflowTemplatesOperations(client);
    this.workflows = new WorkflowsOperations(client);
  }
}
