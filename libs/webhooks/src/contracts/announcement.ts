/** A file that a link in an announcement leads to. The link itself is made for each body, and is stored nowhere. */
export interface LinkedFile {
  readonly key: string;
  readonly contentType: string;
}

/** What an announcement is about. */
export interface AnnouncementSubject {
  /** Name of its id in `data`: `jobId`. */
  readonly idName: string;
  readonly id: string;
  /** Where the API shows it, from `/`. */
  readonly path: string;
  /** Id of the endpoint that alone hears of it, whatever it listens to; missing: all that listen. */
  readonly onlyTo?: string;
}

/** What the outside may hear of one event: the effect of an announcer, which is a process manager over streams of its own lib. */
export interface Announcement {
  /** `job.completed`; a type that a registered `AnnouncementKind` describes. */
  readonly type: string;
  readonly subject: AnnouncementSubject;
  /** `webhook-id` where it has to be known before; unique, derived, the same after a rebuild. Default: derived from the event. */
  readonly id?: string;
  /** RFC 3339: the event's own time. */
  readonly occurredAt: string;
  /** What the caller has written on the thing; endpoints may be interested in some of it alone. */
  readonly metadata: Readonly<Record<string, string>>;
  /** JSON values; without links. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Member of `data` → the file its link leads to. */
  readonly links?: Readonly<Record<string, LinkedFile>>;
}

/** One entry of the catalogue. Members may be added to `data`, never changed or taken away. */
export interface AnnouncementKind {
  readonly type: string;
  readonly description: string;
  /** JSON schema of `data`, as released. */
  readonly schema: object;
  /** A whole `data`, links included. */
  readonly example: Readonly<Record<string, unknown>>;
}
