import { type WorkflowDocument } from '../contracts/graph.js';
import { at, edge } from './places.js';

/** One whole video an episode, by the clock. */
export const dailySeries: WorkflowDocument = {
  name: 'A daily series',
  description: 'A whole video of a topic, numbered, on weekdays at nine; told by webhook when it is there.',
  graph: {
    format: 1,
    nodes: [
      { id: 'topic', type: 'Input.Text', params: { title: 'What is the series about?', required: true, maxLength: 500 }, ...at(0, 120) },
      { id: 'seconds', type: 'Input.Number', params: { title: 'How long, in seconds?', default: 40, min: 5, max: 120 }, ...at(0, 240) },
      { id: 'resolution', type: 'Input.Text', params: { default: '1080p', choices: ['480p', '720p', '1080p'] }, ...at(0, 360) },
      {
        ...{ id: 'about', type: 'Text.Template', ...at(240, 120) },
        params: { template: '{{inputs.topic}}. Part {{schedule.episode}}, for {{schedule.localDate}}.' },
      },
      {
        ...{ id: 'film', type: 'Video.Create', ...at(480, 120) },
        params: { order: { durationSeconds: '{{inputs.seconds}}', resolution: '{{inputs.resolution}}', aspectRatio: '9:16' } },
      },
      { id: 'tell', type: 'Notify.Webhook', params: { type: 'episode.ready' }, onError: 'continue', ...at(720, 120) },
    ],
    edges: [edge('about.text', 'film.prompt'), edge('film.video', 'tell.data')],
    outputs: { film: 'film.video', thumbnail: 'film.thumbnail', title: 'film.title', about: 'about.text' },
  },
  settings: { onFailure: 'stop', concurrency: { limit: 1, onLimit: 'queue' } },
  schedule: { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', enabled: false, inputs: { topic: 'One surprising fact about the sea' } },
};
