export { heifPicture } from './heif-picture.js';
export { HeifFault } from './boxes.js';
