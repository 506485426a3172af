import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge, resolution } from './places.js';

/** The same pictures with two voices: they are made once, and both films share them. */
export const twoLanguages: WorkflowDocument = {
  name: 'One film in two languages',
  description: 'Two texts are spoken side by side; both films are made of the same pictures, which are paid for once.',
  graph: {
    format: 1,
    nodes: [
      { id: 'english', type: 'Input.Text', params: { title: 'What is said in English?', required: true, maxLength: 2_000 }, ...at(0, 0) },
      { id: 'russian', type: 'Input.Text', params: { title: 'What is said in Russian?', required: true, maxLength: 2_000 }, ...at(0, 360) },
      { id: 'scene', type: 'Input.Text', params: { title: 'What is seen?', required: true, maxLength: 1_000 }, ...at(0, 180) },
      resolution(540),
      {
        ...{ id: 'near', type: 'Image.Generate', ...at(240, 120) },
        params: { prompt: '{{inputs.scene}}', aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      {
        ...{ id: 'far', type: 'Image.Generate', ...at(240, 240) },
        params: { prompt: '{{inputs.scene}}, from afar', aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      { id: 'voiceEn', type: 'Voice.TTS', params: { language: 'en' }, ...at(240, 0) },
      { id: 'voiceRu', type: 'Voice.TTS', params: { language: 'ru' }, ...at(240, 360) },
      { id: 'lineEn', type: 'Timeline.Compose', params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' }, ...at(480, 60) },
      { id: 'lineRu', type: 'Timeline.Compose', params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' }, ...at(480, 300) },
      { id: 'filmEn', type: 'Render', ...at(720, 60) },
      { id: 'filmRu', type: 'Render', ...at(720, 300) },
    ],
    edges: [
      edge('english.text', 'voiceEn.text'),
      edge('russian.text', 'voiceRu.text'),
      ...['lineEn', 'lineRu'].flatMap((line) => [edge('near.image', `${line}.clips`), edge('far.image', `${line}.clips`)]),
      edge('voiceEn.audio', 'lineEn.voice'),
      edge('voiceRu.audio', 'lineRu.voice'),
      edge('lineEn.timeline', 'filmEn.timeline'),
      edge('lineRu.timeline', 'filmRu.timeline'),
    ],
    outputs: { english: 'filmEn.video', russian: 'filmRu.video' },
  },
};
