import { type Meter, metrics } from '@opentelemetry/api';

/** All instruments of Kadr hang on one meter; names begin with `kadr_`, units are in the name or the description. */
export const meter = (): Meter => metrics.getMeter('kadr');
