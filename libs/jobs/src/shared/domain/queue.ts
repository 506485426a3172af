import { type QueueName } from '#tasks/contracts';

/** What is drawn or computed here shares the cores of its capability; what calls out only waits, and never stands behind it. */
export const queueFor = (model: string, capability: QueueName): QueueName => (model.startsWith('local:') ? capability : 'remote');
