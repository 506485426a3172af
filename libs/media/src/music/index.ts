export { composeMusic, type MusicRequest } from './compose-music.js';
export { moodOf, MOODS, type Mood } from './moods.js';
