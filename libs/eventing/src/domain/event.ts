/** A fact, named in the past tense. `data` holds JSON values only, ids first, units in the names. */
export interface Event<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Who caused an event and on whose behalf; travels with every event, task and message. */
export interface EventMetadata {
  /** Organisation that owns the stream. */
  readonly orgId: string;
  /** Same for everything that follows from one request. */
  readonly correlationId: string;
  /** Event, task or request that led here; null for the first. */
  readonly causationId: string | null;
  /** `key:<api key id>`, `task:<task id>` or `system`. */
  readonly actor: string;
  /** W3C trace context of the moment of recording; null outside a trace. */
  readonly traceparent: string | null;
}

/** An event as the store keeps it. Never changed, never deleted. */
export type Recorded<E extends Event = Event> = E & {
  readonly eventId: string;
  readonly streamId: string;
  /** 1, 2, 3 … within the stream, without a gap. */
  readonly version: number;
  /** Rising over the whole store, not gap-free. */
  readonly position: number;
  /** RFC 3339, UTC: the moment of the append by the database's clock. */
  readonly recordedAt: string;
  readonly schemaVersion: number;
  readonly metadata: EventMetadata;
  /** Process managers whose effects were stored in the transaction of the append; missing: none. Of no meaning outside the store. */
  readonly reactedBy?: readonly string[];
};
