/** Fields that items of status share. */
import { flag, integer, text } from './fields.ts';

export const count = (description: string) => integer({ description, minimum: 0, maximum: 1_000_000 });
export const fromAws = (description: string, example: string) => text({ description, example, maxLength: 2048 });
export const ready = flag({ description: 'All managed resources of it are ready.' });
