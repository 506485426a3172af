// A lib as somebody else would write it: it orders videos and hears of their end by the doors alone. What a lib needs and cannot get
// that way does not compile here, or breaks `app-by-the-door`.
export { Episodes } from './episodes.js';
export { SampleModule } from './sample.module.js';
