import { Command } from '#eventing/domain';
import { type EndpointSettings } from '../contracts/webhook-endpoint.events.js';

type OfEndpoint<Data = object> = { endpointId: string } & Data;

export class RegisterEndpoint extends Command<OfEndpoint<{ settings: EndpointSettings; version: number; isEnabled: boolean }>> {
  readonly type = 'RegisterEndpoint';
}
/** What is absent stays. */
export class ChangeEndpoint extends Command<OfEndpoint<{ settings: Partial<EndpointSettings> }>> {
  readonly type = 'ChangeEndpoint';
}
export class RotateSecret extends Command<OfEndpoint<{ secret: number; previousUntil: string }>> {
  readonly type = 'RotateSecret';
}
export class NoticeFailing extends Command<OfEndpoint<{ failingSince: string }>> {
  readonly type = 'NoticeFailing';
}
export class DisableEndpoint extends Command<OfEndpoint<{ reason: 'manual' | 'gone' | 'failing' }>> {
  readonly type = 'DisableEndpoint';
}
export class EnableEndpoint extends Command<OfEndpoint<{ backlog: 'send' | 'drop' }>> {
  readonly type = 'EnableEndpoint';
}
export class DeleteEndpoint extends Command<OfEndpoint> {
  readonly type = 'DeleteEndpoint';
}
export type WebhookEndpointCommand =
  | RegisterEndpoint
  | ChangeEndpoint
  | RotateSecret
  | NoticeFailing
  | DisableEndpoint
  | EnableEndpoint
  | DeleteEndpoint;
