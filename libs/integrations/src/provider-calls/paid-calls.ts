import { ProviderError } from '../contracts/errors.js';
import { type ProviderCalls } from '../contracts/provider-calls.js';
import { accessOf, type CallNeeds, type CallRun } from './call-needs.js';
import { AsyncCallRun } from './async-call.js';
import { type DownloadNeeds, downloadResult } from './result-download.js';
import { callOnce } from './sync-call.js';
import { Submissions } from './submission.js';

/** `ProviderCalls` as tasks get them: what was asked of a provider is in Postgres before it is asked. */
export class PaidCalls {
  private readonly submissions: Submissions;

  constructor(
    private readonly needs: CallNeeds,
    private readonly download: Omit<DownloadNeeds, 'keys'>,
  ) {
    this.submissions = new Submissions(needs);
  }

  forTask(run: CallRun): ProviderCalls {
    const download = { ...this.download, keys: this.needs.keys };
    return {
      submitAndWait: (call) => new AsyncCallRun(this.needs, this.submissions, call, run).finish(),
      once: (call) => callOnce(this.needs, this.submissions, call, run),
      download: (url, output, expected) =>
        this.needs.telemetry.request('download', { provider: expected.renewal?.provider ?? 'unknown' }, () =>
          downloadResult(download, url, output, expected, run),
        ),
      free: async (provider, use) => {
        const key = await this.needs.keys.keyFor(provider, run.task.orgId);
        if (!key) throw new ProviderError('model_unavailable', `there is no key for ${provider}`, false);
        return use(accessOf(key, run));
      },
    };
  }
}
