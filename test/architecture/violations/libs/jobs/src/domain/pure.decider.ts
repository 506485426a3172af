// Breaks nothing: the domain knows contracts and eventing's pure part.
import { decider } from '#eventing/domain';
import { VideoCreated } from '../contracts/video-created.js';

export const pure = [decider, VideoCreated];
