/** Where the objects of one building block belong: what labels and tags say of each. */
import type { Classification } from '../crds/datapipeline.ts';
import type { Stage } from '../crds/identifiers.ts';

export interface Placement {
  readonly stage: Stage;
  /** The piece of spec, in the user's words: "zones/raw". */
  readonly component: string;
  /** Of the data in it; the pipeline's when left out. */
  readonly classification?: Classification;
}
