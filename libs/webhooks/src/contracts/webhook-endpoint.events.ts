import { type Event } from '#eventing/domain';

/** What is sent, and how much of it. Secrets stand in no event. */
export interface EndpointSettings {
  readonly url: string;
  /** Types, `job.*` or `*`. */
  readonly events: readonly string[];
  readonly description: string;
  /** All of these pairs must be among the metadata of an announcement. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `thin`: ids and the address of the resource alone. */
  readonly payload: 'full' | 'thin';
}

/** From now on announcements go there. First event of every `webhook-endpoint` stream. */
export type EndpointRegistered = Event<
  'EndpointRegistered',
  {
    endpointId: string;
    settings: EndpointSettings;
    /** Version of the catalogue that its bodies follow. */ version: number;
    isEnabled: boolean;
    registeredAt: string;
  }
>;

/** What is sent, or where to, is different from now on. */
export type EndpointChanged = Event<'EndpointChanged', { endpointId: string; settings: EndpointSettings; changedAt: string }>;

/** Bodies are signed with another secret, until `previousUntil` with the ones before as well. */
export type SecretRotated = Event<
  'SecretRotated',
  { endpointId: string; /** Number of the new one, from 1. */ secret: number; previousUntil: string; rotatedAt: string }
>;

/** Nothing has come through for an hour, and it is still tried. Once for each time that it begins to fail. */
export type EndpointFailing = Event<
  'EndpointFailing',
  { endpointId: string; /** Where it is. */ url: string; /** First try that failed. */ failingSince: string; noticedAt: string }
>;

/** Nothing is sent any more; what was due is kept. */
export type EndpointDisabled = Event<
  'EndpointDisabled',
  {
    endpointId: string;
    /** Somebody said so; it answered 410; nothing has come through for days. */ reason: 'manual' | 'gone' | 'failing';
    /** Where it was. */ url: string;
    disabledAt: string;
  }
>;

/** Announcements go there again. */
export type EndpointEnabled = Event<
  'EndpointEnabled',
  { endpointId: string; /** What becomes of what it missed. */ backlog: 'send' | 'drop'; enabledAt: string }
>;

/** It is gone, with its secrets and what was due. Terminal. */
export type EndpointDeleted = Event<'EndpointDeleted', { endpointId: string; deletedAt: string }>;

export type WebhookEndpointEvent =
  | EndpointRegistered
  | EndpointChanged
  | SecretRotated
  | EndpointFailing
  | EndpointDisabled
  | EndpointEnabled
  | EndpointDeleted;
