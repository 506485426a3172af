export function statusLines(status: object): string[];
