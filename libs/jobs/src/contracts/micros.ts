/** What all of them come to, 1 USD = 1 000 000. */
export const microsOf = (costs: readonly { readonly amountMicros: number }[]): number =>
  costs.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
