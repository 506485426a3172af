export * from './contracts/contact.events.js';
export { notificationsMigrations } from './migrations/index.js';
export { NamesOfPeople } from './names-of-people.js';
export { notificationsConfig } from './notifications.config.js';
export { NotificationsModule } from './notifications.module.js';
