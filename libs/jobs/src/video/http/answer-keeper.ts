import { Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { IdempotencyKeys } from '#platform';
import { type ChangeOptions } from '../../contracts/videos.js';

@Injectable()
export class AnswerKeeper {
  constructor(private readonly idempotency: IdempotencyKeys) {}

  /** The answer to an `Idempotency-Key` is kept in the transaction that does what was asked for. */
  alongside(request: Request, status: number, location: string | null = null): ChangeOptions {
    return { alongside: (tx, video) => this.idempotency.complete(tx, request, { status, location, body: video }) };
  }
}
