import { Injectable } from '@nestjs/common';
import { type FieldFault, GuardedFetch, Refusal, RequestValidationPipe, validationFailed } from '#platform';
import { AnnouncementCatalogue } from '../announcements/catalogue.js';
import { MAX_TYPES, untilFaults } from './webhooks.request.js';

const pipe = new RequestValidationPipe();

/** Bodies that name addresses and types: what decorators find and what only this installation knows are told together. */
@Injectable()
export class EndpointBodies {
  constructor(
    private readonly web: GuardedFetch,
    private readonly catalogue: AnnouncementCatalogue,
  ) {}

  /** @throws Refusal `validation_failed`; `url_not_allowed` when the address is all that is wrong */
  async checked<T extends object>(Rules: new () => T, body: unknown): Promise<T> {
    const { url, events, types, type, since, until } = (typeof body === 'object' && body !== null ? body : {}) as Readonly<
      Record<string, unknown>
    >;
    const refusal = typeof url === 'string' ? this.web.refusalOf(url) : null;
    const own = [
      ...untilFaults(since, until),
      ...this.typeFaults('events', events),
      ...this.typeFaults('types', types),
      ...this.exactFault(type),
    ];
    const urlFaults = refusal ? [{ path: 'url', message: refusal.message, code: refusal.code }] : [];
    try {
      const value = (await pipe.transform(body, { type: 'body', metatype: Rules })) as T;
      if (own.length > 0) throw validationFailed([...own, ...urlFaults]);
      if (refusal) throw new Refusal('invalid', refusal.code, refusal.message, { errors: urlFaults });
      return value;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'validation_failed') throw error;
      const known = new Set((error.errors ?? []).map(({ path, message }) => `${path} ${message}`));
      const more = [...own, ...urlFaults].filter(({ path, message }) => !known.has(`${path} ${message}`));
      throw validationFailed([...(error.errors ?? []), ...more]);
    }
  }

  /** What lists and streams are asked for. @throws Refusal `validation_failed` */
  checkTypes(types: readonly string[] | undefined): readonly string[] {
    const faults = this.typeFaults('types', types);
    if (faults.length > 0) throw validationFailed(faults);
    return types ?? [];
  }

  private typeFaults(path: string, patterns: unknown): FieldFault[] {
    if (!Array.isArray(patterns)) return [];
    // More of them are too many, whatever they are.
    return patterns.slice(0, MAX_TYPES + 1).flatMap((pattern: unknown, at) => {
      if (typeof pattern !== 'string' || pattern.length > 100) {
        return typeof pattern === 'string' ? [{ path: `${path}.${at}`, message: 'is no event type' }] : [];
      }
      const nearest = this.catalogue.faultOf(pattern);
      return nearest === null ? [] : [{ path: `${path}.${at}`, message: `is no event type; did you mean ${nearest}?` }];
    });
  }

  private exactFault(type: unknown): FieldFault[] {
    if (typeof type !== 'string' || type.length > 100 || this.catalogue.find(type)) return [];
    const nearest = this.catalogue.faultOf(type);
    return [{ path: 'type', message: nearest === null ? 'must be one event type' : `is no event type; did you mean ${nearest}?` }];
  }
}
