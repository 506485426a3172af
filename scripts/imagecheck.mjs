// npm run image:check [-- --full-hd] [-- --keep]
// Builds deploy/Dockerfile without a container engine, and runs what the chart makes of it as a kubelet would: the job that migrates, a pod
// of each role, their probes, a film, SIGTERM. Exit code 0: all is as it should be; 1: something is not; 2: it cannot be done here.
import { parseArgs } from 'node:util';
import { bad, Refusal } from './lib/console.mjs';
import { checkImage } from './lib/image/check.mjs';

const OPTIONS = {
  // A film of 1080p, ordered by the pod of the chart's own `helm test`, beside the small one.
  'full-hd': { type: 'boolean', default: false },
  // Leaves the image and the pods' folders. Logs are in <data dir>/logs/image-check in any case.
  keep: { type: 'boolean', default: false },
};

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopped.abort(new Refusal(`Stopped by ${signal}.`)));

try {
  const { values } = parseArgs({ options: OPTIONS });
  const count = await checkImage({ hasFullHd: values['full-hd'], isKept: values.keep, signal: stopped.signal });
  process.exitCode = count === 0 ? 0 : 1;
} catch (error) {
  const isTheirs = error instanceof Refusal || error.code?.startsWith('ERR_PARSE_ARGS');
  bad(isTheirs ? error.message : error.stack);
  process.exitCode = isTheirs ? 2 : 1;
}
