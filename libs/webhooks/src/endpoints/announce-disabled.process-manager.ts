import { type ProcessManager } from '#eventing/domain';
import { type Announcement } from '../contracts/announcement.js';
import { type WebhookEndpointDisabledV1 } from '../contracts/webhook-endpoint.announcements.js';
import { type WebhookEndpointEvent } from '../contracts/webhook-endpoint.events.js';

/** The owner hears of it by the other endpoints: the disabled one is not told any more. */
export const announceDisabledEndpoints: ProcessManager<WebhookEndpointEvent, null, Announcement> = {
  name: 'webhooks.announce-disabled-endpoints',
  follows: 'webhook-endpoint',
  reactsTo: ['EndpointDisabled'],
  initialState: null,
  evolve: () => null,
  react(_, event) {
    if (event.type !== 'EndpointDisabled') return [];
    const { endpointId, url, reason, disabledAt } = event.data;
    const data: WebhookEndpointDisabledV1 = { endpointId, url, reason };
    return [
      {
        type: 'webhook_endpoint.disabled',
        subject: { idName: 'endpointId', id: endpointId, path: `/v1/webhook-endpoints/${endpointId}` },
        ...{ occurredAt: disabledAt, metadata: {}, data: { ...data } },
      },
    ];
  },
};
