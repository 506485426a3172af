import { type ModelPrice, type Prices } from '#steps';

/** The price of the one model that is asked about. */
export const pricesOf = (model: ModelPrice | null): Prices => ({ priceOf: () => model });
