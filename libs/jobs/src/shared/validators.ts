import { ValidateBy, type ValidationOptions, buildMessage } from 'class-validator';
import { withoutLayout } from '#media/plan';
import { isBlank } from '#platform/json';
import { LANGUAGES, isKnownLanguage } from './languages.js';
import { MAX_SCRIPT_WORDS, countWords } from './script-words.js';

const rule = (name: string, message: string, isValid: (value: unknown) => boolean, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name, validator: { validate: isValid, defaultMessage: buildMessage((each) => `${each}$property ${message}`, options) } },
    options,
  );

/** A text that can be stored and shown: not blank, well-formed Unicode, no NUL. Lengths in UTF-16 units. */
export const IsText = (min: number, max: number): PropertyDecorator =>
  rule(
    'isText',
    `must be a text of ${min} to ${max} characters, not blank, without NUL or broken surrogates`,
    (value) =>
      typeof value === 'string' &&
      value.trim().length >= min &&
      (min === 0 || !isBlank(value)) &&
      value.length <= max &&
      !value.includes('\0') &&
      value.isWellFormed(),
  );

/** A text that can be spoken in the longest film: `IsText` says how long it may be, this how many words it may have. */
export const HasSpeakableWords = (): PropertyDecorator =>
  rule(
    'hasSpeakableWords',
    `must have at most ${MAX_SCRIPT_WORDS} words: more cannot be spoken in the longest film (a run without spaces counts as one for every 8 characters)`,
    (value) => typeof value !== 'string' || countWords(value) <= MAX_SCRIPT_WORDS,
  );

const ADDRESS = /^[("'«“<]*(?:https?:\/\/|www\.)\S+$/iu;

/** A text that says something: addresses alone would be read out one after another. A link with a text of its own is its text. */
export const SaysMoreThanAddresses = (): PropertyDecorator =>
  rule('saysMoreThanAddresses', 'must say more than addresses: they are read out, not visited; write what is to be said', (value) => {
    const words = typeof value === 'string' ? withoutLayout(value).split(/\s+/u) : [''];
    return !words.every((word) => ADDRESS.test(word));
  });

/** A BCP 47 language tag that the runtime can parse, of a language that Kadr knows. */
export const IsLanguageTag = (): PropertyDecorator =>
  rule('isLanguageTag', `must be a BCP 47 language tag such as en or pt-BR of one of these languages: ${LANGUAGES.join(', ')}`, (value) => {
    if (typeof value !== 'string' || value.length > 35) return false;
    try {
      return Intl.getCanonicalLocales(value).length === 1 && isKnownLanguage(value);
    } catch {
      return false;
    }
  });

/** A number of seconds, whole or in tenths. */
export const IsTenths = (): PropertyDecorator =>
  rule(
    'isTenths',
    'must be a number of seconds, whole or in tenths',
    (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value * 10 - Math.round(value * 10)) < 1e-6,
  );

/** An object whose members are all strings. */
export const IsStringMap = (maxMembers: number, maxLength: number): PropertyDecorator =>
  rule('isStringMap', `must be an object of at most ${maxMembers} strings of up to ${maxLength} characters`, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const members = Object.entries(value);
    return (
      members.length <= maxMembers &&
      members.every(
        ([name, text]) =>
          name.length <= 100 &&
          !name.includes('\0') &&
          typeof text === 'string' &&
          text.length <= maxLength &&
          !text.includes('\0') &&
          text.isWellFormed(),
      )
    );
  });

/** Longest address of a picture that is fetched; one that is sent along (`data:`) is measured where it is read. */
const MAX_ADDRESS = 4096;

/** The address of a picture: where it lies, or itself as `data:`. */
export const IsPictureAddress = (): PropertyDecorator =>
  rule(
    'isPictureAddress',
    `must be the address of a picture, of up to ${MAX_ADDRESS} characters, or a data: URL`,
    (value) => typeof value === 'string' && value !== '' && (value.length <= MAX_ADDRESS || /^data:/i.test(value)),
  );
