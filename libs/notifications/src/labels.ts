import { ValidateBy } from 'class-validator';
import { isBlank } from '#platform';

const MAX_LABEL_CHARACTERS = 200;
/** Controls, and what turns the direction of a text round: a label must not rewrite what stands beside it. */
const UNSHOWN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** What people call somebody: 1 to 200 characters, not blank, nothing that cannot be seen. */
export const IsLabel = (): PropertyDecorator =>
  ValidateBy({
    name: 'isLabel',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        !isBlank(value) &&
        value.length <= MAX_LABEL_CHARACTERS &&
        value.isWellFormed() &&
        !UNSHOWN.test(value),
      defaultMessage: () =>
        `$property must be a text of 1 to ${MAX_LABEL_CHARACTERS} characters, not blank, without control or direction characters`,
    },
  });
