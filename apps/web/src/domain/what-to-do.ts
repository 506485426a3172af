/** What helps when a film has stopped. Pure. */

export type Help = 'go-on' | 'other-model' | 'top-up' | 'check-key' | 'change-request' | 'copy-report';

const BY_CODE: Readonly<Record<string, readonly Help[]>> = {
  no_credit: ['top-up'],
  insufficient_quota: ['top-up'],
  key_rejected: ['check-key'],
  key_missing: ['check-key'],
  model_unavailable: ['other-model'],
  model_retired: ['other-model'],
  unknown_model: ['other-model'],
  input_unsupported: ['other-model'],
  invalid_parameter: ['other-model'],
  result_invalid: ['other-model'],
  segment_failed: ['other-model'],
  content_refused: ['change-request'],
  script_unusable: ['change-request'],
  script_too_long: ['change-request'],
  text_empty: ['change-request'],
  frames_refused: ['change-request'],
};

/** In the order of what helps most. There is always something: at the least a report for whoever runs Kadr. */
export function whatToDo(code: string, isRetryable: boolean): readonly Help[] {
  const own = BY_CODE[code] ?? [];
  const first: readonly Help[] = isRetryable ? ['go-on'] : [];
  const helps = own.includes('top-up') || own.includes('check-key') ? [...own, ...first] : [...first, ...own];
  const anew: readonly Help[] = isRetryable || own.length > 0 ? [] : ['change-request'];
  return [...helps, ...anew, 'copy-report'];
}
