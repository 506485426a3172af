import { type QueueName } from '#tasks/contracts';

/** Whether a model runs in this process and costs nothing. */
export const isLocal = (model: string): boolean => model.startsWith('local:');

/** What is drawn or computed here shares the cores of its capability; what calls out only waits, and never stands behind it. */
export const queueFor = (model: string, capability: QueueName): QueueName => (isLocal(model) ? capability : 'remote');
