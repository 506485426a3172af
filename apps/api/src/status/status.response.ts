import { ApiProperty } from '@nestjs/swagger';
import { type Status } from './read-status.js';

class StageCount {
  @ApiProperty({ example: 'rendering' }) stage: string;
  @ApiProperty({ type: 'integer' }) videos: number;
}
class QueueDemand {
  @ApiProperty({ example: 'render' }) queue: string;
  @ApiProperty({ enum: ['worker', 'renderer'], description: 'Who serves it' }) role: string;
  @ApiProperty({ type: 'integer', description: 'Could run now, or in a moment' }) due: number;
  @ApiProperty({ type: 'integer', description: 'Under way' }) leased: number;
  @ApiProperty({ type: 'integer', description: 'For a provider, or for their next attempt' }) waiting: number;
  @ApiProperty({ description: 'How long the oldest due task waits' }) oldestDueSeconds: number;
}
class ConsumerBehind {
  @ApiProperty({ example: 'jobs.produce-video' }) consumer: string;
  @ApiProperty({ type: 'integer', description: 'Positions of the log, of its slowest partition' }) behind: number;
}
class LetterCount {
  @ApiProperty() consumer: string;
  @ApiProperty({ enum: ['retrying', 'parked', 'waiting'] }) status: string;
  @ApiProperty({ enum: ['failed', 'unknown_event', 'behind_another'] }) reason: string;
  @ApiProperty({ type: 'integer' }) letters: number;
}
class DeliveryCount {
  @ApiProperty({ enum: ['due', 'sending', 'held'] }) state: string;
  @ApiProperty({ type: 'integer' }) deliveries: number;
}
class ProviderStandingResponse {
  @ApiProperty({ example: 'kie' }) provider: string;
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: "Whose key; null: the installation's" }) orgId: string | null;
  @ApiProperty({ enum: ['open', 'no_credit', 'key_rejected', 'breaker'] }) state: string;
  @ApiProperty({ format: 'date-time' }) since: string;
}
class PaidRequests {
  @ApiProperty({ example: 'kie' }) provider: string;
  @ApiProperty({ type: 'integer', description: 'Taken by the provider' }) submitted: number;
  @ApiProperty({ type: 'integer', description: 'Being sent: whether they were taken is not known yet' }) inDoubt: number;
  @ApiProperty({ type: 'integer', description: 'Not sent yet' }) waiting: number;
}
class InstanceResponse {
  @ApiProperty({ type: 'integer', description: 'Number of the process, new at each start' }) instance: number;
  @ApiProperty({ type: String, nullable: true, description: 'Null: a release that does not say' }) release: string | null;
  @ApiProperty({ type: [String], example: ['api', 'worker'] }) roles: readonly string[];
  @ApiProperty({ format: 'date-time' }) since: string;
  @ApiProperty({ type: [String], description: 'Duties that this process alone does' }) leads: readonly string[];
}
class FailedAttemptResponse {
  @ApiProperty({ format: 'uuid' }) taskId: string;
  @ApiProperty({ example: 'jobs.render-piece' }) kind: string;
  @ApiProperty() queue: string;
  @ApiProperty({ format: 'uuid' }) orgId: string;
  @ApiProperty({ format: 'uuid', description: 'What the work is for, e.g. a video' }) subjectId: string;
  @ApiProperty({ type: 'integer', description: 'Under way, next or last' }) attempt: number;
  @ApiProperty({ type: 'integer' }) maxAttempts: number;
  @ApiProperty({ enum: ['runnable', 'leased', 'done', 'cancelled', 'failed'] }) state: string;
  @ApiProperty({ description: 'Of the last failure; what it said stands in the log' }) code: string;
  @ApiProperty({ format: 'date-time', description: 'When the task was asked for' }) createdAt: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: nobody traced it' }) traceId: string | null;
}

export class StatusResponse implements Status {
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ description: 'Of the process that answers' }) release: string;
  @ApiProperty({ type: [StageCount] }) videos: Status['videos'];
  @ApiProperty({ type: [QueueDemand] }) queues: Status['queues'];
  @ApiProperty({ type: [ConsumerBehind], description: 'What publishes to NATS is one of them' }) consumers: Status['consumers'];
  @ApiProperty({ type: [LetterCount] }) deadLetters: Status['deadLetters'];
  @ApiProperty({ type: [DeliveryCount] }) deliveries: Status['deliveries'];
  @ApiProperty({ type: [ProviderStandingResponse] }) providers: Status['providers'];
  @ApiProperty({ type: [PaidRequests] }) paidRequests: Status['paidRequests'];
  @ApiProperty({ type: [InstanceResponse] }) instances: Status['instances'];
  @ApiProperty({ type: [FailedAttemptResponse], description: 'Tasks of the last day that failed at least once, the youngest twenty' })
  failures: Status['failures'];
}
