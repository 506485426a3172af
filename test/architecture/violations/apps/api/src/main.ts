// Breaks nothing: the composition root may use every door.
import { eventing } from '#eventing';
import { decider } from '#eventing/domain';
import { jobs } from '#jobs';

export const composed = [eventing, decider, jobs];
