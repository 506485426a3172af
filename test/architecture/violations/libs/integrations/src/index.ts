export const integrations = 'integrations';
