import { ProviderError } from '../contracts/errors.js';
import { type CallContext } from '../contracts/makers.js';
import { type Makers, type Provider } from '../contracts/models.js';
import { type ModelCapability } from '../contracts/model-info.js';
import { localModel } from '../providers/local/local-info.js';
import { instantMakers } from './instant-provider.js';

/** What one call of a scripted provider does: it succeeds at once, fails with this error, or hangs until it is told to stop. */
export type Turn = 'ok' | 'hang' | ProviderError;

/** A failure that may pass. */
export const passing = (code = 'provider_busy'): ProviderError => new ProviderError(code, `the provider says ${code}`, true);
/** A failure that will not. */
export const final = (code = 'content_refused'): ProviderError => new ProviderError(code, `the provider says ${code}`, false);

/** A provider that does what a spec tells it, call by call; when the script is over, every call succeeds. */
export class ScriptedProvider implements Provider {
  /** Attempt ids of the calls so far, in order. */
  readonly calls: string[] = [];
  private turns: Turn[];
  isAvailable = true;

  /** @param name the provider; its one model is `<name>:model`. */
  constructor(
    readonly name: string,
    private readonly capability: ModelCapability,
    ...turns: Turn[]
  ) {
    this.turns = turns;
  }

  then(...turns: Turn[]): this {
    this.turns.push(...turns);
    return this;
  }

  models() {
    const unavailableReason = this.isAvailable ? null : 'a spec says so';
    return [{ ...localModel(`${this.name}:model`, this.capability), available: this.isAvailable, unavailableReason }];
  }

  makers(): Makers {
    const scripted =
      <A extends readonly unknown[], R>(call: (...given: [...A, CallContext]) => Promise<R>) =>
      async (...given: [...A, CallContext]): Promise<R> => {
        await this.play(given.at(-1) as CallContext);
        return call(...given);
      };
    const { script, image, clip, voice, music } = instantMakers;
    return {
      script: { write: scripted((request, context) => script.write(request, context)) },
      image: { make: scripted((request, output, context) => image.make(request, output, context)) },
      clip: { make: scripted((request, output, context) => clip.make(request, output, context)) },
      voice: { speak: scripted((request, output, context) => voice.speak(request, output, context)) },
      music: { compose: scripted((request, output, context) => music.compose(request, output, context)) },
    };
  }

  private async play({ signal, attemptId }: CallContext): Promise<void> {
    this.calls.push(attemptId);
    const turn = this.turns.shift() ?? 'ok';
    if (turn instanceof ProviderError) throw turn;
    if (turn === 'hang') await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }
}
