import { ApprovalLinks1764610000000 } from './1764610000000-approval-links.js';
import { Contacts1764620000000 } from './1764620000000-contacts.js';
import { Confirmations1764630000000 } from './1764630000000-confirmations.js';

/** In the order in which they run. */
export const notificationsMigrations = [ApprovalLinks1764610000000, Contacts1764620000000, Confirmations1764630000000];
