import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge, resolution } from './places.js';

/** Pairs of pictures become clips that go from one to the other, and the clips a film. */
export const clipsFromFrames: WorkflowDocument = {
  name: 'Clips between pictures',
  description: 'Four pictures, two clips that go from one to the next, and a film of the clips with music.',
  graph: {
    format: 1,
    nodes: [
      { id: 'scene', type: 'Input.Text', params: { title: 'What is seen?', required: true, maxLength: 1_000 }, ...at(0, 120) },
      { id: 'seconds', type: 'Input.Number', params: { title: 'How long is each clip?', default: 5, min: 1, max: 10 }, ...at(0, 240) },
      resolution(360),
      ...['at dawn', 'at noon', 'at dusk', 'at night'].map((when, index) => ({
        ...{ id: `frame${index + 1}`, type: 'Image.Generate', ...at(240, index * 120) },
        params: { prompt: `{{inputs.scene}}, ${when}`, aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      })),
      {
        ...{ id: 'clips', type: 'Clips.FromFrames', ...at(480, 180) },
        params: { durationSeconds: '{{inputs.seconds}}', aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      { id: 'music', type: 'Music.Generate', params: { mood: 'calm', durationSeconds: '{{inputs.seconds * 2}}' }, ...at(480, 360) },
      { id: 'line', type: 'Timeline.Compose', params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' }, ...at(720, 240) },
      { id: 'film', type: 'Render', ...at(960, 240) },
    ],
    edges: [
      ...[1, 2, 3, 4].map((index) => edge(`frame${index}.image`, 'clips.frames')),
      edge('clips.clips', 'line.clips'),
      edge('music.audio', 'line.music'),
      edge('line.timeline', 'film.timeline'),
    ],
    outputs: { film: 'film.video', clips: 'clips.clips' },
  },
};
