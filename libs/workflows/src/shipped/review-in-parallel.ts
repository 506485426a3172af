import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge, resolution } from './places.js';

/** Three people look at three things at the same time; what one of them rejects is made again with what was said. */
export const reviewInParallel: WorkflowDocument = {
  name: 'Review side by side',
  description: 'Script, picture and music are each approved by a person, side by side; what is rejected is made again with the remark.',
  graph: {
    format: 1,
    nodes: [
      { id: 'topic', type: 'Input.Text', params: { title: 'What is it about?', required: true, maxLength: 500 }, ...at(0, 120) },
      { id: 'seconds', type: 'Input.Number', params: { title: 'How long, in seconds?', default: 20, min: 5, max: 60 }, ...at(0, 240) },
      resolution(360),
      { id: 'script', type: 'Script.Generate', params: { durationSeconds: '{{inputs.seconds}}' }, ...at(240, 0) },
      { id: 'words', type: 'Approve', params: { title: 'Are these the words?', onReject: 'redo', redoFrom: 'script' }, ...at(480, 0) },
      {
        ...{ id: 'picture', type: 'Image.Generate', ...at(240, 120) },
        params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' },
      },
      { id: 'look', type: 'Approve', params: { title: 'Is this the picture?', onReject: 'redo', redoFrom: 'picture' }, ...at(480, 120) },
      { id: 'music', type: 'Music.Generate', params: { mood: 'calm', durationSeconds: '{{inputs.seconds}}' }, ...at(240, 240) },
      { id: 'sound', type: 'Approve', params: { title: 'Is this the music?', onReject: 'redo', redoFrom: 'music' }, ...at(480, 240) },
      { id: 'voice', type: 'Voice.TTS', ...at(720, 0) },
      { id: 'line', type: 'Timeline.Compose', params: { aspectRatio: '16:9', resolution: '{{inputs.resolution}}' }, ...at(960, 120) },
      { id: 'film', type: 'Render', ...at(1200, 120) },
    ],
    edges: [
      edge('topic.text', 'script.topic'),
      edge('script.script', 'words.subject'),
      edge('words.approved', 'voice.script'),
      edge('topic.text', 'picture.prompt'),
      edge('picture.image', 'look.subject'),
      edge('music.audio', 'sound.subject'),
      edge('voice.audio', 'line.voice'),
      edge('look.approved', 'line.clips'),
      edge('sound.approved', 'line.music'),
      edge('line.timeline', 'film.timeline'),
    ],
    outputs: { film: 'film.video', script: 'script.text' },
  },
};
