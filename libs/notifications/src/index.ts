export { notificationsMigrations } from './migrations/index.js';
export { NamesOfPeople } from './names-of-people.js';
export { NotificationsModule } from './notifications.module.js';
