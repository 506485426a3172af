/**
 * An event about to be appended. `data` and `metadata` are JSON text, `personal` names the members of `data` that are to be sealed;
 * `reactedBy` as in `Recorded`.
 */
export interface NewEvent {
  readonly eventId: string;
  readonly streamId: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly module: string;
  readonly orgId: string;
  readonly partition: number;
  readonly data: string;
  readonly metadata: string;
  readonly reactedBy?: readonly string[] | undefined;
  readonly personal?: readonly string[];
  /** `data` read back, where something of it is personal; not to be changed. */
  readonly parsed?: object;
}
