import { consumersBehind, type ConsumerLag, lettersKept, type LettersKept, RELAY } from '#eventing';
import { attemptsUnderWay, type AttemptsUnderWay, providerStandings, type ProviderStanding } from '#integrations';
import { videosUnderWay } from '#jobs';
import { dutyNames, type Instance, instancesOf, type Queryable, RELEASE } from '#platform';
import { type Demand, type FailedAttempt, lastFailedAttempts, taskDemand } from '#tasks';
import { deliveriesUnderWay } from '#webhooks';

const FAILURES = 20;

/** What the whole installation does at this moment, as its database tells: the same from every process. */
export interface Status {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Of the process that answers. */
  readonly release: string;
  readonly videos: readonly { readonly stage: string; readonly videos: number }[];
  readonly queues: readonly Demand[];
  readonly consumers: readonly ConsumerLag[];
  readonly deadLetters: readonly LettersKept[];
  readonly deliveries: readonly { readonly state: string; readonly deliveries: number }[];
  readonly providers: readonly ProviderStanding[];
  readonly paidRequests: readonly AttemptsUnderWay[];
  readonly instances: readonly Instance[];
  readonly failures: readonly FailedAttempt[];
}

export async function readStatus(db: Queryable, at: string): Promise<Status> {
  const [videos, queues, consumers, deadLetters, deliveries, providers, paidRequests, instances, failures] = await Promise.all([
    videosUnderWay(db),
    taskDemand(db),
    consumersBehind(db),
    lettersKept(db),
    deliveriesUnderWay(db),
    providerStandings(db),
    attemptsUnderWay(db),
    // Whoever publishes does so all the time, so it is not among the duties that come again and again.
    instancesOf(db, [...dutyNames(), RELAY]),
    lastFailedAttempts(db, FAILURES),
  ]);
  const stages = [...videos].map(([stage, count]) => ({ stage, videos: count }));
  const told = { queues, consumers, deadLetters, deliveries, providers, paidRequests, instances, failures };
  return { at, release: RELEASE, videos: stages, ...told };
}
