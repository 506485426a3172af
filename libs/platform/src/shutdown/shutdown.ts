import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type NextFunction, type Request, type Response } from 'express';
import { type Server } from 'node:http';
import { HttpConfig } from '../http/http.config.js';

/**
 * The first to know that the process stops. From then on it is not ready, and its answers end their connections. For the delay of the
 * configuration balancers still send clients here; when it is over, streams that never end by themselves close on `signal`, and requests
 * under way may finish, for as long as the configuration says.
 */
@Injectable()
export class Shutdown implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly controller = new AbortController();
  private hasBegun = false;

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly config: HttpConfig,
  ) {}

  get isUnderWay(): boolean {
    return this.hasBegun;
  }

  /** Aborts when the delay is over: clients that come back now are sent to another process. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Not ready from here on. Twice is safe. */
  begin(): void {
    this.hasBegun = true;
  }

  /** To be used before every route: a connection that is kept would bring the next request to a process that is gone. */
  readonly endConnections = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.isUnderWay) response.setHeader('Connection', 'close');
    next();
  };

  async onModuleDestroy(): Promise<void> {
    this.begin();
    if (this.config.shutdownDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.config.shutdownDelayMs));
    this.controller.abort();
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
