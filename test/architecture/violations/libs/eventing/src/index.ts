export const eventing = 'eventing';
