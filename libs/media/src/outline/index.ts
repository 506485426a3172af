export { OWN_LINES } from './own-lines.js';
export { speaksForItself } from './own-text.js';
export { titleFromPrompt } from './read-prompt.js';
export { writeOutline, type Outline, type OutlineRequest } from './write-outline.js';
export { WRITTEN_LANGUAGES, writtenLanguage } from './written-language.js';
