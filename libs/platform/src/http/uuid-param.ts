import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { notFound } from '../problems/refusal.js';
import { isUuid } from '../time/ids.js';

@Injectable()
class UuidPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (!isUuid(value)) throw notFound();
    return value.toLowerCase();
  }
}

/** An id in the path. What is no UUID cannot exist: 404. */
export const UuidParam =
  (name: string): ParameterDecorator =>
  (target, method, index) => {
    Param(name, UuidPipe)(target, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method === undefined || !descriptor) return;
    ApiParam({ name, description: 'Id (UUID).', schema: { type: 'string', format: 'uuid' } })(target, method, descriptor);
  };
