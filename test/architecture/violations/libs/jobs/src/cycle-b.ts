import type { a } from './cycle-a.js';

export const b: typeof a = 'b';
