import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly events?: readonly { readonly name: string }[];
}

interface Resource {
  readonly attributes: readonly Attribute[];
}

/** As much of a collector as is needed to see what a process sends: OTLP over HTTP, as JSON. */
export class TelemetryReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly resources: Resource[] = [];
  private readonly bodies: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TelemetryReceiver> {
    const server = createServer((request, response) => {
      void buffer(request).then((body) => {
        if (request.url === '/v1/traces') receiver.take(body.toString());
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    const receiver = new TelemetryReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** For a process that is to send here, soon after each span has ended. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    };
  }

  /** All that was sent, as it came. */
  get text(): string {
    return this.bodies.join('\n');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string): void {
    this.bodies.push(body);
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: readonly { resource: Resource; scopeSpans: readonly { spans: readonly ReceivedSpan[] }[] }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.push(resource);
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
  }
}
