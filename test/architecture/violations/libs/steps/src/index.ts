export const steps = 'steps';
