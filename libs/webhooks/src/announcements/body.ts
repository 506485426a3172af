import { type LinkSigner } from '../contracts/ports.js';
import { type StoredAnnouncement } from './announcement-table.js';

/** Links in a body work for so long. */
export const LINKS_MS = 7 * 86_400_000;

/** What is sent, and what the lists show. */
export interface AnnouncementBody {
  readonly id: string;
  readonly type: string;
  /** When it happened, RFC 3339. */
  readonly timestamp: string;
  /** Sorts: order of delivery is not promised. */
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Pure: the same announcement gives the same bytes in every try.
 * @param linksFrom Unix time in milliseconds from which links work for seven days; default: when it happened
 */
export function bodyOf(
  announcement: StoredAnnouncement,
  links: LinkSigner,
  payload: 'full' | 'thin' = 'full',
  linksFrom: number | null = null,
): AnnouncementBody {
  const { id, type, occurredAt, position, subject, data } = announcement;
  const head = { id, type, timestamp: occurredAt, sequence: position };
  if (payload === 'thin') return { ...head, data: { [subject.idName]: subject.id, url: links.resource(subject.path) } };
  const until = (linksFrom ?? Date.parse(occurredAt)) + LINKS_MS;
  const linked = Object.entries(announcement.links).map(([name, file]) => [name, links.file(file, until)] as const);
  return { ...head, data: { ...data, ...Object.fromEntries(linked) } };
}
