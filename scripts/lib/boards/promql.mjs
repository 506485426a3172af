// Queries that several boards ask. `$job` is the board's own choice.

/** Places of tasks by queue. */
export const places = (sum) => `sum by (queue) (${sum}{job=~"$job"})`;

/** Quantile of a histogram over five minutes, by these labels. */
export const p = (quantile, by, metric) =>
  `histogram_quantile(${quantile}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket{job=~"$job"}[5m])))`;
