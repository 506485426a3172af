export {
  createIllustrator,
  type BetweenRequest,
  type Drawing,
  type IllustrationRequest,
  type Illustrator,
  type IllustratorOptions,
  type SceneDescription,
} from './illustrator.js';
export { takeInPicture } from './take-in-picture.js';
export { contentStems, keywordsOf } from './words/keywords.js';
export { LIST_PICTURE } from './list-picture-size.js';
