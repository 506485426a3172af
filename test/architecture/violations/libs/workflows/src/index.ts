export const workflows = 'workflows';
