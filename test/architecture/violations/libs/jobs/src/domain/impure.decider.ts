// Breaks domain-is-pure, once by Node and once by another layer.
import { readFileSync } from 'node:fs';
import { store } from '../infrastructure/store.js';

export const impure = [readFileSync, store];
