import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';
import { isBlank } from '../json/storable.js';

/** A text in which there is something to read. What is empty or no text at all is told by the rules beside it. */
export const IsSeen = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isSeen',
      validator: {
        validate: (value) => typeof value !== 'string' || value === '' || !isBlank(value),
        defaultMessage: buildMessage((each) => `${each}$property must not be blank`, options),
      },
    },
    options,
  );
