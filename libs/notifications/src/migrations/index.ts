import { ApprovalLinks1764610000000 } from './1764610000000-approval-links.js';
import { Contacts1764620000000 } from './1764620000000-contacts.js';
import { LinksOfRuns1764630000000 } from './1764630000000-links-of-runs.js';
import { Confirmations1764640000000 } from './1764640000000-confirmations.js';
import { Mail1764900000000 } from './1764900000000-mail.js';
import { PausedLinks1766000000001 } from './1766000000001-paused-links.js';
import { TelegramTurns1764910000000 } from './1764910000000-telegram-turns.js';

/** In the order in which they run. */
export const notificationsMigrations = [
  ApprovalLinks1764610000000,
  Contacts1764620000000,
  LinksOfRuns1764630000000,
  Confirmations1764640000000,
  Mail1764900000000,
  TelegramTurns1764910000000,
  PausedLinks1766000000001,
];
