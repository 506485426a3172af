import { Injectable } from '@nestjs/common';
import { SHORTEST_KEY } from './domain/api-key.js';

@Injectable()
export class IdentityConfig {
  /** Key of the first organisation; null: none is made, and an installation without keys answers nobody. */
  readonly bootstrapKey = bootstrapKey(process.env.KADR_BOOTSTRAP_API_KEY);
}

/** @throws Error when the key is too short */
function bootstrapKey(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (text.length < SHORTEST_KEY || text.length > 200 || /\s/.test(text)) {
    throw new Error(`KADR_BOOTSTRAP_API_KEY must have ${SHORTEST_KEY} to 200 characters and no white space`);
  }
  return text;
}
