export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}
export class Observer {
  static start(options: {
    program: string;
    folder: string;
    targets: readonly string[];
    intervalSeconds?: number;
    port?: number;
  }): Promise<Observer>;
  readonly url: string;
  query(expression: string): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}
