import { kindsIn } from '../announcements/catalogue.js';

export const endpointAnnouncements = kindsIn(new URL('../contracts/announcements/', import.meta.url), {
  'webhook_endpoint.disabled': {
    description: 'An endpoint of the organisation gets nothing any more. Sent to its other endpoints.',
    example: { endpointId: '0199c3f0-5b1c-7a3e-9d52-3f1f5a7c2b11', url: 'https://films.example/hook', reason: 'failing' },
  },
});
