import { ApprovalLinks1764610000000 } from './1764610000000-approval-links.js';

/** In the order in which they run. */
export const notificationsMigrations = [ApprovalLinks1764610000000];
