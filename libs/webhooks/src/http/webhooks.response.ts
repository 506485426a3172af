import { ApiProperty } from '@nestjs/swagger';
import { type AnnouncementKind } from '../contracts/announcement.js';
import { type AnnouncementBody } from '../announcements/body.js';
import { type AttemptView, DELIVERY_STATUSES, type DeliveryView } from '../delivery/delivery-log.js';
import { type EndpointView } from '../endpoints/endpoint-reader.js';

const TIME_OR_NULL = { type: String, format: 'date-time', nullable: true } as const;
const PAIRS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const ANYTHING = { type: 'object', additionalProperties: true } as const;
const NEXT = { type: String, nullable: true, description: 'Null on the last page' } as const;

export class WebhookEndpointResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty()
  url: string;
  @ApiProperty({ type: [String], description: 'Types, `job.*` or `*`' })
  events: readonly string[];
  @ApiProperty()
  description: string;
  @ApiProperty({ ...PAIRS, description: 'Only what carries all of these pairs is sent' })
  metadata: Readonly<Record<string, string>>;
  @ApiProperty({ enum: ['full', 'thin'] })
  payload: 'full' | 'thin';
  @ApiProperty({ type: 'integer', description: 'Of the catalogue that its bodies follow' })
  version: number;
  @ApiProperty({ enum: ['enabled', 'disabled'] })
  status: 'enabled' | 'disabled';
  @ApiProperty()
  isEnabled: boolean;
  @ApiProperty({ type: String, enum: ['manual', 'gone', 'failing'], nullable: true, description: 'Null: it is enabled' })
  disabledReason: 'manual' | 'gone' | 'failing' | null;
  @ApiProperty({ ...TIME_OR_NULL, description: 'First failure since the last success; null: the last try came through' })
  failingSince: string | null;
  @ApiProperty(TIME_OR_NULL)
  lastSuccessAt: string | null;
  @ApiProperty(TIME_OR_NULL)
  lastFailureAt: string | null;
  @ApiProperty({ type: 'integer', description: 'Deliveries that have not ended' })
  pending: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of(view: EndpointView): WebhookEndpointResponse {
    const { id, url, events, description, metadata, payload, version, status, disabledReason, pending, createdAt, updatedAt } = view;
    const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
    return {
      ...{ id, url, events, description, metadata, payload, version, status, isEnabled: status === 'enabled', disabledReason },
      ...{ failingSince: iso(view.failingSince), lastSuccessAt: iso(view.lastSuccessAt), lastFailureAt: iso(view.lastFailureAt) },
      ...{ pending, createdAt, updatedAt },
    };
  }
}

export class CreatedWebhookEndpointResponse extends WebhookEndpointResponse {
  @ApiProperty({ description: 'What bodies are signed with, `whsec_` and base64; shown here only' })
  secret: string;
}

export class WebhookEndpointListResponse {
  @ApiProperty({ type: [WebhookEndpointResponse] })
  data: readonly WebhookEndpointResponse[];
  @ApiProperty(NEXT)
  nextCursor: string | null;
}

export class RotatedSecretResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ description: 'The new secret; shown here only' })
  secret: string;
  @ApiProperty({ format: 'date-time', description: 'Until then bodies are signed with the secrets before as well' })
  previousUntil: string;
}

export class TestedEndpointResponse {
  @ApiProperty({ format: 'uuid', description: 'Of the delivery that is on its way' })
  deliveryId: string;
}

export class ReplayedResponse {
  @ApiProperty({ type: 'integer', description: 'Deliveries that are due because of it, at once or, when they are many, soon' })
  deliveries: number;
}

export class RebuiltAnnouncementsResponse {
  @ApiProperty({ type: 'integer', description: 'Announcements that were missing' })
  announcements: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'To be given as `after`, to go on from here; null: this is the end' })
  next: number | null;
}

export class WebhookDeliveryResponse implements DeliveryView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  endpointId: string;
  @ApiProperty({ format: 'uuid', description: '`webhook-id`, the same in every try' })
  eventId: string;
  @ApiProperty()
  type: string;
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: DeliveryView['status'];
  @ApiProperty({ description: '`event`, `backlog`, `replay`, `redelivery` or `test`' })
  cause: string;
  @ApiProperty({ type: 'integer' })
  tries: number;
  @ApiProperty(TIME_OR_NULL)
  nextAttemptAt: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty(TIME_OR_NULL)
  endedAt: string | null;
}

export class WebhookDeliveryListResponse {
  @ApiProperty({ type: [WebhookDeliveryResponse] })
  data: readonly WebhookDeliveryResponse[];
  @ApiProperty(NEXT)
  nextCursor: string | null;
}

export class WebhookAttemptResponse implements AttemptView {
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ type: 'integer' })
  durationMs: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the answer; null: there was none' })
  status: number | null;
  @ApiProperty({ enum: ['success', 'http_error', 'timeout', 'connect_failed', 'tls_failed', 'blocked', 'redirected'] })
  outcome: string;
  @ApiProperty({ type: String, nullable: true, description: 'Beginning of the answer; null: there was none, or it is not shown' })
  responseBody: string | null;
}

export class WebhookDeliveryDetailResponse extends WebhookDeliveryResponse {
  @ApiProperty({ type: [WebhookAttemptResponse], description: 'Newest first' })
  attempts: readonly WebhookAttemptResponse[];
  @ApiProperty({ ...ANYTHING, type: 'object', nullable: true, description: 'What is sent; null: it is kept no longer' })
  body: object | null;
}

export class AnnouncedEventResponse implements AnnouncementBody {
  @ApiProperty({ format: 'uuid', description: '`webhook-id` of its deliveries' })
  id: string;
  @ApiProperty({ example: 'job.completed' })
  type: string;
  @ApiProperty({ format: 'date-time', description: 'When it happened' })
  timestamp: string;
  @ApiProperty({ type: 'integer', description: 'Rises; `after` takes it' })
  sequence: number;
  @ApiProperty({ ...ANYTHING, description: 'As the schema of its type has it' })
  data: Readonly<Record<string, unknown>>;
}

export class AnnouncedEventListResponse {
  @ApiProperty({ type: [AnnouncedEventResponse] })
  data: readonly AnnouncedEventResponse[];
  @ApiProperty(NEXT)
  nextCursor: string | null;
}

/** A frame of the event stream, as clients read it. */
export class AnnouncedEventFrameResponse {
  @ApiProperty({ description: 'The `sequence`. Send the last one as `Last-Event-ID` to go on after it.', example: '1204' })
  id: string;
  @ApiProperty({ description: 'The `type`', example: 'job.completed' })
  event: string;
  @ApiProperty({ type: AnnouncedEventResponse })
  data: AnnouncedEventResponse;
}

export class EventTypeResponse implements AnnouncementKind {
  @ApiProperty({ example: 'job.completed' })
  type: string;
  @ApiProperty()
  description: string;
  @ApiProperty({ ...ANYTHING, description: 'JSON schema of `data`; members may be added to it' })
  schema: object;
  @ApiProperty({ ...ANYTHING, description: 'A whole `data`' })
  example: Readonly<Record<string, unknown>>;
}

export class EventTypeListResponse {
  @ApiProperty({ type: [EventTypeResponse] })
  data: readonly EventTypeResponse[];
  @ApiProperty(NEXT)
  nextCursor: string | null;
}
