export * from './contracts/announcement.js';
export * from './contracts/ports.js';
export * from './contracts/webhook-endpoint.events.js';
export { AnnouncementCatalogue, kindsIn } from './announcements/catalogue.js';
export { AnnouncementSink } from './announcements/announcement-sink.js';
export { endpointAnnouncements } from './endpoints/announcement-kinds.js';
export { webhooksMigrations } from './migrations/index.js';
export { type WebhooksConfig, webhooksConfig } from './webhooks.config.js';
export { WebhooksModule, type WebhooksModuleOptions } from './webhooks.module.js';
