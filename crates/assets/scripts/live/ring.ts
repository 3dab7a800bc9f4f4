// The latest fragments, kept by every tab: whoever leads hands them to tabs that come later.

export interface Fragment {
  id: number;
  html: string;
}

const KEPT = 300;

export class Ring {
  private kept: Fragment[] = [];

  /** `floor`: everything after this position is in here, until more than fits has come. */
  constructor(private floor: number) {}

  add(fragment: Fragment): void {
    this.kept.push(fragment);
    const dropped = this.kept.length > KEPT ? this.kept.shift() : undefined;
    if (dropped) this.floor = dropped.id;
  }

  /** All after `position`, or undefined when some of them are gone. */
  after(position: number): Fragment[] | undefined {
    if (position < this.floor) return undefined;
    return this.kept.filter((fragment) => fragment.id > position);
  }
}
