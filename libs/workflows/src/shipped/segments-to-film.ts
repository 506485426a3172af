import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge } from './places.js';

/** A text is cut into segments; each gets a picture, all of them at the same time, and a film is made of the pictures. */
export const segmentsToFilm: WorkflowDocument = {
  name: 'A picture for each segment',
  description: 'A script is cut into segments; each gets a picture, several at a time, and they become one film with a voice.',
  graph: {
    format: 1,
    nodes: [
      { id: 'words', type: 'Input.Text', params: { title: 'What is said?', required: true, maxLength: 5_000 }, ...at(0, 120) },
      { id: 'resolution', type: 'Input.Text', params: { default: '1080p', choices: ['480p', '720p', '1080p'] }, ...at(0, 240) },
      { id: 'parts', type: 'Script.Split', params: { segmentSeconds: 5 }, ...at(240, 120) },
      { id: 'each', type: 'Map', params: { maxItems: 60, concurrency: 4 }, ...at(480, 0) },
      {
        ...{ id: 'picture', type: 'Image.Generate', parent: 'each', ...at(20, 40) },
        params: { prompt: '{{item.text}}', aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      { id: 'voice', type: 'Voice.TTS', ...at(480, 200) },
      {
        ...{ id: 'line', type: 'Timeline.Compose', ...at(720, 120) },
        params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      { id: 'film', type: 'Render', ...at(960, 120) },
    ],
    edges: [
      edge('words.text', 'parts.script'),
      edge('parts.segments', 'each.list'),
      edge('picture.image', 'each.each'),
      edge('parts.segments', 'voice.segments'),
      edge('each.list', 'line.clips'),
      edge('parts.segments', 'line.segments'),
      edge('voice.audio', 'line.voice'),
      edge('line.timeline', 'film.timeline'),
    ],
    outputs: { film: 'film.video', pictures: 'each.list', count: 'parts.count' },
  },
};
