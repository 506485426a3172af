export const at = (x: number, y: number) => ({ position: { x, y } });
export const edge = (from: string, to: string) => ({ from, to });
/** How sharp a film is: the one thing that most people want to choose. */
export const resolution = (y: number) => ({
  ...{ id: 'resolution', type: 'Input.Text', params: { title: 'How sharp?', default: '1080p', choices: ['480p', '720p', '1080p'] } },
  ...at(0, y),
});
