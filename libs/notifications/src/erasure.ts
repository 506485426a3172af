import { type Belongings, type Database, type Eraser } from '#platform';
import { type Contacts } from './contacts/contacts.js';

/** Links, news, cards and buttons of a video, with the labels and prompts in them. */
export const forgetNews: Eraser = {
  name: 'notifications.news',
  async erase(tx, { orgId, subjectId }) {
    for (const table of ['approval_links', 'outbox', 'cards', 'telegram_files']) {
      await tx.query(`DELETE FROM notifications.${table} WHERE org_id = $1 AND video_id = $2::uuid`, [orgId, subjectId]);
    }
    await tx.query(`DELETE FROM notifications.buttons WHERE org_id = $1 AND purpose->>'videoId' = $2`, [orgId, subjectId]);
  },
};

/** Contacts go by their own door, which forgets where they are reached. */
export const contactsOf = (database: Database, contacts: Contacts): Belongings => ({
  name: 'notifications.contacts',
  async dispose(orgId) {
    const rows = await database.query<{ key: string }>('SELECT key FROM notifications.contacts WHERE org_id = $1', [orgId]);
    for (const { key } of rows) await contacts.unlink({ orgId, actor: 'system' }, key, 'removed');
    return 0;
  },
  async finish(tx, orgId) {
    for (const table of [
      'approval_links',
      'confirmations',
      'contact_links',
      'outbox',
      'cards',
      'buttons',
      'mail_lanes',
      'telegram_files',
    ]) {
      await tx.query(`DELETE FROM notifications.${table} WHERE org_id = $1`, [orgId]);
    }
  },
});
