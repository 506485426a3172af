export class UsedTime {
  constructor(root: number);
  look(): { readonly used: ReadonlyMap<string, number>; readonly bytes: number };
}
