import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConfig } from '../http/http.config.js';

/**
 * The first to know that the process stops. From then on it is not ready; streams that never end by themselves close on `signal`;
 * requests under way may finish, for as long as the configuration says.
 */
@Injectable()
export class Shutdown implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly controller = new AbortController();

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly config: HttpConfig,
  ) {}

  get isUnderWay(): boolean {
    return this.controller.signal.aborted;
  }

  /** Aborts when the process begins to stop. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Not ready from here on. Twice is safe. */
  begin(): void {
    this.controller.abort();
  }

  async onModuleDestroy(): Promise<void> {
    this.begin();
    if (this.config.shutdownDelayMs > 0) await sleep(this.config.shutdownDelayMs);
  }

  /** Nest closes the server next, and waits for its connections: those that are still there after the time are cut. */
  beforeApplicationShutdown(): void {
    const server = this.adapter.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server) return;
    server.closeIdleConnections();
    const isOver = setTimeout(() => server.closeAllConnections(), this.config.drainMs);
    // A connection that is kept alive after its answer would otherwise hold the process for the whole time.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    server.once('close', () => {
      clearTimeout(isOver);
      clearInterval(sweep);
    });
  }
}
