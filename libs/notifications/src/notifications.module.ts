import { Module } from '@nestjs/common';
import { EventingRegistry } from '#eventing';
import { JobsModule } from '#jobs';
import { Database, Erasers, OrganisationErasures, TableMeasures } from '#platform';
import { WorkflowsModule } from '#workflows';
import { ConfirmationPageController } from './confirmations/confirmation-page.controller.js';
import { Confirmations } from './confirmations/confirmations.js';
import { ConfirmationsController } from './confirmations/confirmations.controller.js';
import { contactList } from './contacts/contact-list.projection.js';
import { Contacts } from './contacts/contacts.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { contact } from './contacts/domain/contact.decider.js';
import { contactsOf, forgetNews } from './erasure.js';
import { ApprovalLinks } from './links/approval-links.js';
import { ApprovalLinksController } from './links/approval-links.controller.js';
import { ApprovalPageController } from './links/approval-page.controller.js';
import { LinkTable } from './links/link-table.js';
import { RunGateDesk } from './links/run-gate-desk.js';
import { RunLinks } from './links/run-links.js';
import { RunLinksController } from './links/run-links.controller.js';
import { GateDesk } from './links/gate-desk.js';
import { MailDesk } from './mail/mail-desk.js';
import { Mailboxes } from './mail/mailboxes.js';
import { MailNews } from './mail/mail-news.js';
import { MailPageController } from './mail/mail-page.controller.js';
import { MailPost } from './mail/mail-post.js';
import { MailQueue } from './mail/mail-queue.js';
import { MailTokens } from './mail/mail-tokens.js';
import { MailTransport } from './mail/mail-transport.js';
import { NotificationsConfig, notificationsConfig } from './notifications.config.js';
import { outboxMeasure } from './outbox-measure.js';
import { OutboxSink } from './outbox-sink.js';
import { ButtonTable } from './telegram/button-table.js';
import { Commands } from './telegram/commands.js';
import { FilmMessage } from './telegram/film-message.js';
import { GateMessage } from './telegram/gate-message.js';
import { Incoming } from './telegram/incoming.js';
import { OrderDesk } from './telegram/order-desk.js';
import { Outgoing } from './telegram/outgoing.js';
import { ScriptFiles } from './telegram/script-files.js';
import { SendTurns } from './telegram/send-turns.js';
import { TelegramFiles } from './telegram/telegram-files.js';
import { TelegramBot } from './telegram/telegram-bot.js';
import { TelegramDesk } from './telegram/telegram-desk.js';
import { TelegramWebhookController } from './telegram/telegram-webhook.controller.js';
import { UpdatesTable } from './telegram/updates-table.js';
import { VideoDesk } from './telegram/video-desk.js';
import { WebhookSecret } from './telegram/webhook-secret.js';
import { tell, tellOfEndpoints, tellOfQuota, tellOfRuns } from './tell.process-manager.js';

const TELEGRAM = [
  ...[TelegramBot, TelegramDesk, UpdatesTable, ButtonTable, WebhookSecret, Incoming, Commands, OrderDesk, VideoDesk],
  ...[Outgoing, GateMessage, FilmMessage, SendTurns, TelegramFiles, ScriptFiles],
];

/** What people hear of their videos, and by what they answer. */
@Module({
  imports: [JobsModule, WorkflowsModule],
  controllers: [
    ...[ApprovalLinksController, RunLinksController, ApprovalPageController],
    ...[ConfirmationsController, ConfirmationPageController],
    ...[ContactsController, TelegramWebhookController, MailPageController],
  ],
  providers: [
    { provide: NotificationsConfig, useFactory: () => notificationsConfig() },
    ...[LinkTable, ApprovalLinks, Confirmations, RunLinks, GateDesk, RunGateDesk, Contacts, OutboxSink],
    ...TELEGRAM,
    ...[MailTransport, MailTokens, MailQueue, MailNews, MailPost, MailDesk, Mailboxes],
  ],
})
export class NotificationsModule {
  constructor(
    registry: EventingRegistry,
    sink: OutboxSink,
    bot: TelegramBot,
    mail: MailTransport,
    database: Database,
    contacts: Contacts,
    erasers: Erasers,
    erasures: OrganisationErasures,
    measures: TableMeasures,
  ) {
    measures.register(outboxMeasure);
    erasers.register(forgetNews);
    erasures.register(contactsOf(database, contacts));
    registry.aggregate(contact).projection(contactList);
    // Without a channel nobody hears, and nothing is to be kept for them.
    if (bot.isThere) registry.processManager(tellOfRuns, sink);
    if (bot.isThere || mail.isThere) registry.processManager(tell, sink).reaction(tellOfQuota, sink).reaction(tellOfEndpoints, sink);
  }
}
