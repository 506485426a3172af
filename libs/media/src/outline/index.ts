export { writeOutline, type Outline, type OutlineRequest } from './write-outline.js';
