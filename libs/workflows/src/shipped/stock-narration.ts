import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge } from './places.js';

/** Footage, script, voice and subtitles into one timeline; rendered, and told by webhook. */
export const stockNarration: WorkflowDocument = {
  name: 'Stock footage with narration',
  description: 'Footage, script, voice and subtitles into one timeline, rendered and announced. Runs without any key.',
  graph: {
    format: 1,
    nodes: [
      { id: 'topic', type: 'Input.Text', params: { title: 'What is it about?', required: true, maxLength: 500 }, ...at(0, 120) },
      { id: 'seconds', type: 'Input.Number', params: { title: 'How long, in seconds?', default: 40, min: 5, max: 120 }, ...at(0, 240) },
      { id: 'shots', type: 'Input.Number', params: { title: 'How many clips?', default: 6, min: 1, max: 20 }, ...at(0, 0) },
      { id: 'resolution', type: 'Input.Text', params: { default: '1080p', choices: ['480p', '720p', '1080p'] }, ...at(0, 360) },
      {
        id: 'n1',
        type: 'Input.Stock',
        params: { query: '{{inputs.topic}}', count: '{{inputs.shots}}', kind: 'video', orientation: 'portrait' },
        ...at(240, 0),
      },
      { id: 'n2', type: 'Script.Generate', params: { language: 'en', durationSeconds: '{{inputs.seconds}}' }, ...at(240, 120) },
      { id: 'n3', type: 'Voice.TTS', params: { speed: 1 }, ...at(480, 120) },
      { id: 'n4', type: 'Subtitle.Align', params: { style: 'karaoke' }, ...at(720, 200) },
      {
        ...{ id: 'n5', type: 'Timeline.Compose', ...at(960, 120) },
        params: { template: 'classic', aspectRatio: '9:16', resolution: '{{inputs.resolution}}', fps: 30, title: '{{nodes.n2.title}}' },
      },
      { id: 'n6', type: 'Render', params: { renderer: 'ffmpeg' }, ...at(1200, 120) },
      { id: 'n7', type: 'Notify.Webhook', params: { type: 'film.ready' }, onError: 'continue', ...at(1440, 120) },
    ],
    edges: [
      edge('topic.text', 'n2.topic'),
      edge('n2.script', 'n3.script'),
      edge('n3.audio', 'n4.audio'),
      edge('n2.script', 'n4.script'),
      edge('n1.clips', 'n5.clips'),
      edge('n3.audio', 'n5.voice'),
      edge('n4.subtitles', 'n5.subtitles'),
      edge('n5.timeline', 'n6.timeline'),
      edge('n6.video', 'n7.data'),
    ],
    outputs: { film: 'n6.video', thumbnail: 'n6.thumbnail', script: 'n2.text', subtitles: 'n4.subtitles', clips: 'n1.clips' },
  },
  settings: { onFailure: 'stop' },
};
