// A lib as somebody else would write it: it orders videos, hears of their end and makes things of its own by the doors
// alone. What a lib needs and cannot get
// that way does not compile here, or breaks `app-by-the-door`.
export { episodeIdOf } from './episode.decider.js';
export { Episodes } from './episodes.js';
export { SampleModule } from './sample.module.js';
