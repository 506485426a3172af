export { WebhookEndpoints } from '../endpoints/endpoints.service.js';
export { WebhooksChild } from './webhooks-child.js';
export { type Heard, Receiver } from './receiver.js';
