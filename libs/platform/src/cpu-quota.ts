import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const CGROUPS = '/sys/fs/cgroup';

/**
 * Cores that this process may keep busy: those of the machine, or what a container's quota comes to, which Node does not count. At least 1.
 * @param root where cgroups are; for specs
 */
export function usableCores(root = CGROUPS, cores = availableParallelism()): number {
  const quota = quotaOf(root);
  return quota === null ? cores : Math.max(1, Math.min(cores, Math.ceil(quota)));
}

/** In cores; null: there is none. */
function quotaOf(root: string): number | null {
  const read = (...names: string[]): string => {
    try {
      return readFileSync(path.join(root, ...names), 'utf8').trim();
    } catch {
      return '';
    }
  };
  const [quota = '', period = ''] = read('cpu.max').split(' ');
  return ratio(quota, period) ?? ratio(read('cpu', 'cpu.cfs_quota_us'), read('cpu', 'cpu.cfs_period_us'));
}

function ratio(quota: string, period: string): number | null {
  // `max`, and -1: no limit.
  if (!/^\d+$/.test(quota) || !/^\d+$/.test(period)) return null;
  return Number(quota) > 0 && Number(period) > 0 ? Number(quota) / Number(period) : null;
}
