/** The parts of this lib, for specs that put them together without an app. */
export { contactList } from '../contacts/contact-list.projection.js';
export { Contacts } from '../contacts/contacts.js';
export { contact } from '../contacts/domain/contact.decider.js';
export { type ContactSettings } from '../contacts/domain/contact.commands.js';
export { LinkTable } from '../links/link-table.js';
export { Mailboxes } from '../mail/mailboxes.js';
export { MailNews } from '../mail/mail-news.js';
export { MailPost } from '../mail/mail-post.js';
export { MailQueue } from '../mail/mail-queue.js';
export { MailTokens } from '../mail/mail-tokens.js';
export { MailTransport } from '../mail/mail-transport.js';
export { notificationsMigrations } from '../migrations/index.js';
export { notificationsConfig } from '../notifications.config.js';
export { OutboxSink } from '../outbox-sink.js';
export { SendTurns } from '../telegram/send-turns.js';
export { type TelegramBot } from '../telegram/telegram-bot.js';
export { type News, type TellEffect } from '../tell.process-manager.js';
