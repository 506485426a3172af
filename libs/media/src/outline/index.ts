export { OWN_LINES } from './own-lines.js';
export { titleFromPrompt } from './read-prompt.js';
export { writeOutline, type Outline, type OutlineRequest } from './write-outline.js';
