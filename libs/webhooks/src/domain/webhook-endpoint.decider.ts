import { type Aggregate } from '#eventing/domain';
import { type EndpointSettings, type WebhookEndpointEvent } from '../contracts/webhook-endpoint.events.js';
import { type WebhookEndpointCommand } from './webhook-endpoint.commands.js';
import { UnknownEndpoint } from './webhook-endpoint.errors.js';

/** `settings` is null while there is none (any more). `noticed`: beginning of the failure that its owner has heard of. */
export type WebhookEndpoint =
  | { readonly status: 'absent' | 'deleted'; readonly settings: null }
  | { readonly status: 'enabled' | 'disabled'; readonly settings: EndpointSettings; readonly noticed: string | null };

/** Somebody's address that hears of announcements: who changed what stays on record. */
export const webhookEndpoint: Aggregate<WebhookEndpointCommand, WebhookEndpoint, WebhookEndpointEvent> = {
  name: 'webhook-endpoint',
  module: 'webhooks',
  schemaVersions: {
    EndpointRegistered: 1,
    EndpointChanged: 1,
    SecretRotated: 1,
    EndpointFailing: 1,
    EndpointDisabled: 1,
    EndpointEnabled: 1,
    EndpointDeleted: 1,
  },
  personal: {
    EndpointRegistered: ['settings.url', 'settings.description', 'settings.metadata'],
    EndpointChanged: ['settings.url', 'settings.description', 'settings.metadata'],
    EndpointFailing: ['url'],
    EndpointDisabled: ['url'],
  },
  initialState: { status: 'absent', settings: null },
  decide(command, state) {
    const { endpointId } = command.data;
    const at = command.issuedAt;
    if (command.type === 'RegisterEndpoint') {
      if (state.status !== 'absent') return [];
      const { settings, version, isEnabled } = command.data;
      return [{ type: 'EndpointRegistered', data: { endpointId, settings, version, isEnabled, registeredAt: at } }];
    }
    if (state.settings === null) {
      if (command.type === 'DeleteEndpoint' && state.status === 'deleted') return [];
      throw new UnknownEndpoint(endpointId);
    }
    switch (command.type) {
      case 'ChangeEndpoint': {
        const settings = { ...state.settings, ...command.data.settings };
        if (JSON.stringify(settings) === JSON.stringify(state.settings)) return [];
        return [{ type: 'EndpointChanged', data: { endpointId, settings, changedAt: at } }];
      }
      case 'RotateSecret': {
        const { secret, previousUntil } = command.data;
        return [{ type: 'SecretRotated', data: { endpointId, secret, previousUntil, rotatedAt: at } }];
      }
      case 'NoticeFailing': {
        const { failingSince } = command.data;
        if (state.status === 'disabled' || state.noticed === failingSince) return [];
        return [{ type: 'EndpointFailing', data: { endpointId, url: state.settings.url, failingSince, noticedAt: at } }];
      }
      case 'DisableEndpoint': {
        if (state.status === 'disabled') return [];
        const { reason } = command.data;
        return [{ type: 'EndpointDisabled', data: { endpointId, reason, url: state.settings.url, disabledAt: at } }];
      }
      case 'EnableEndpoint':
        if (state.status === 'enabled') return [];
        return [{ type: 'EndpointEnabled', data: { endpointId, backlog: command.data.backlog, enabledAt: at } }];
      case 'DeleteEndpoint':
        return [{ type: 'EndpointDeleted', data: { endpointId, deletedAt: at } }];
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'EndpointRegistered':
        return { status: event.data.isEnabled ? 'enabled' : 'disabled', settings: event.data.settings, noticed: null };
      case 'EndpointChanged':
        return state.settings ? { ...state, settings: event.data.settings } : state;
      case 'SecretRotated':
        return state;
      case 'EndpointFailing':
        return state.settings ? { ...state, noticed: event.data.failingSince } : state;
      case 'EndpointDisabled':
        return state.settings ? { ...state, status: 'disabled' } : state;
      case 'EndpointEnabled':
        return state.settings ? { ...state, status: 'enabled' } : state;
      case 'EndpointDeleted':
        return { status: 'deleted', settings: null };
    }
  },
};
