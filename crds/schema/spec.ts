/** The spec as a whole: what the sections give. */
import { object, type Written } from './fields.ts';
import { membersOf, SECTIONS } from './sections.ts';

export const spec = object(membersOf('spec'), {
  description:
    'The pipeline that is wanted. accountId and region are enough for an encrypted, versioned, catalogued four-zone lake.',
  rules: Object.values(SECTIONS).flatMap(({ rules }) => rules),
});

/** What a user may write: what the API server fills in may be left out. */
export type WrittenSpec = Written<typeof spec>;
