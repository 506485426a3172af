// Breaks nothing: what serves specs may use builders and Node.
import { strictEqual } from 'node:assert';
import { aVideo } from '../../testing/index.js';

strictEqual(aVideo, 'a video');
