import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { observableGauge } from './metrics.js';

/** How often the loop is asked whether it is free. A block is known to be at least this much shorter than measured. */
const RESOLUTION_MS = 10;
const WINDOW_MS = 10_000;
/** Windows that are looked back over: whoever reads once a minute sees every block, and two readers see the same. */
const WINDOWS = 6;

interface Window {
  readonly longestBlockSeconds: number;
  readonly utilization: number;
}

/** Whether this process still answers: how much of the time its event loop worked, and for how long at most nobody else got a turn. */
@Injectable()
export class EventLoop implements OnModuleInit, OnModuleDestroy {
  private readonly delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private windows: readonly Window[] = [];
  private since = performance.eventLoopUtilization();
  private timer: NodeJS.Timeout | null = null;
  private stop: readonly (() => void)[] = [];

  onModuleInit(): void {
    this.delay.enable();
    this.since = performance.eventLoopUtilization();
    this.timer = setInterval(() => this.roll(), WINDOW_MS).unref();
    const utilization = { description: 'Share of the last minute in which the event loop worked, 0 to 1' };
    const longest = { description: 'Longest time in the last minute in which the event loop did nothing else', unit: 's' };
    this.stop = [
      observableGauge('nodejs.eventloop.utilization', { ...utilization, unit: '1' }, (result) => result.observe(this.read().utilization)),
      observableGauge('nodejs.eventloop.delay.max', longest, (result) => result.observe(this.read().longestBlockSeconds)),
    ];
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
    this.delay.disable();
    for (const end of this.stop) end();
  }

  /** Of the last minute, and of what has passed since. */
  read(): Window {
    const all = [...this.windows, this.current()];
    return {
      longestBlockSeconds: Math.max(...all.map(({ longestBlockSeconds }) => longestBlockSeconds)),
      utilization: all.reduce((sum, { utilization }) => sum + utilization, 0) / all.length,
    };
  }

  private current(): Window {
    const { utilization } = performance.eventLoopUtilization(this.since);
    // Nothing was measured yet: the histogram's greatest is 0.
    return { longestBlockSeconds: Math.max(0, this.delay.max / 1e9 - RESOLUTION_MS / 1000), utilization };
  }

  private roll(): void {
    this.windows = [...this.windows, this.current()].slice(-WINDOWS);
    this.since = performance.eventLoopUtilization();
    this.delay.reset();
  }
}
