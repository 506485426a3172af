/** What a key looks like and how it is recognised. */
import { createHash, randomBytes } from 'node:crypto';

const KEY_BYTES = 24;
/** `kadr_` and six characters: enough to tell keys apart in a list, far too few to guess the rest. */
const PREFIX_CHARACTERS = 11;
/** Shorter ones would be guessable; a bootstrap key is chosen by people. */
export const SHORTEST_KEY = 16;

/** @returns a new key with 192 random bits. */
export const newKey = (): string => `kadr_${randomBytes(KEY_BYTES).toString('base64url')}`;

export const prefixOf = (key: string): string => key.slice(0, PREFIX_CHARACTERS);

/** The digest keys are stored and looked up by. A look-up by digest takes the same time whatever part of a guess is right. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();
