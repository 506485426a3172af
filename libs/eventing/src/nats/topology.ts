import { DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { type EventingConfig } from '../eventing.config.js';

/** A message that is sent again within this window is recognised by its id; readers have the position in any case. */
const DUPLICATE_WINDOW_MS = 120_000;

/** Makes the stream, or brings it to what is configured. It keeps what is unread: when it is full, publishing is refused. */
export async function ensureTopology(connection: NatsConnection, config: EventingConfig): Promise<void> {
  const manager = await jetstreamManager(connection);
  const wanted = {
    name: config.natsStream,
    subjects: [`${config.subjectPrefix}.events.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_bytes: config.natsMaxBytes,
    max_age: nanos(config.natsMaxAgeHours * 3_600_000),
    duplicate_window: nanos(Math.min(DUPLICATE_WINDOW_MS, config.natsMaxAgeHours * 3_600_000)),
  };
  try {
    await manager.streams.add(wanted);
  } catch (error) {
    const isThere = await manager.streams.info(config.natsStream).catch(() => null);
    if (!isThere) throw error;
    const { name, ...changed } = wanted;
    await manager.streams.update(name, changed);
  }
}
