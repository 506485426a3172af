import { type Projection } from '#eventing/domain';
import { type EndpointSettings, type WebhookEndpointEvent } from '../contracts/webhook-endpoint.events.js';

/** An endpoint as it stands; the fan-out reads `status`, `events`, `metadata` and `fromPosition` of it in SQL. */
export interface EndpointRow extends EndpointSettings {
  readonly status: 'enabled' | 'disabled';
  readonly disabledReason: 'manual' | 'gone' | 'failing' | null;
  readonly version: number;
  /** Position of its registration: what was announced of earlier events is history, which comes by `replay` alone. */
  readonly fromPosition: number;
  /** Position of its disabling: what came after it was made for nobody. */
  readonly disabledPosition: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Inline: what was registered hears of the very next event. */
export const endpoints: Projection<WebhookEndpointEvent, EndpointRow> = {
  name: 'webhooks.endpoints',
  table: 'webhooks.endpoints',
  mode: 'inline',
  version: 1,
  handles: ['EndpointRegistered', 'EndpointChanged', 'SecretRotated', 'EndpointDisabled', 'EndpointEnabled', 'EndpointDeleted'],
  keyOf: (event) => event.data.endpointId,
  evolve(row, event) {
    if (event.type === 'EndpointRegistered') {
      const { settings, version, isEnabled, registeredAt } = event.data;
      return {
        ...settings,
        status: isEnabled ? 'enabled' : 'disabled',
        disabledReason: isEnabled ? null : 'manual',
        disabledPosition: isEnabled ? null : event.position,
        ...{ version, fromPosition: event.position, createdAt: registeredAt, updatedAt: registeredAt },
      };
    }
    if (!row || event.type === 'EndpointDeleted') return null;
    switch (event.type) {
      case 'EndpointChanged':
        return { ...row, ...event.data.settings, updatedAt: event.data.changedAt };
      case 'SecretRotated':
        return { ...row, updatedAt: event.data.rotatedAt };
      case 'EndpointFailing':
        return row;
      case 'EndpointDisabled':
        return {
          ...{ ...row, status: 'disabled', disabledReason: event.data.reason },
          ...{ disabledPosition: event.position, updatedAt: event.data.disabledAt },
        };
      case 'EndpointEnabled':
        return { ...row, status: 'enabled', disabledReason: null, disabledPosition: null, updatedAt: event.data.enabledAt };
    }
  },
};
