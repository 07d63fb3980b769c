import type Type from 'typebox';
import { text } from './fields.ts';
import { celString, DNS_LABEL, matches } from './rules.ts';

/** Longest name of a zone, stream, crawler, schedule or consumer: leaves room for namespace, account and region in AWS names. */
export const NAME_MAX_LENGTH = 24;

/** What a name may hold before a rule looks at it. Short, for the cost of rules is reckoned with it. */
export const NAME_LIMIT = 63;

/** The `name` of a listed thing: key of the list and part of names in AWS. */
export function partName(of: string, example: string): Type.TString {
  return text({
    description: `Name of the ${of}, unique in its list: lower-case letters, digits and dashes, at most ${NAME_MAX_LENGTH} characters. It is part of names in AWS: a new name is a new ${of}, and the one with the old name is taken down.`,
    example,
    maxLength: NAME_LIMIT,
    rules: [
      {
        cel: `size(self) <= ${NAME_MAX_LENGTH} && self.matches(${celString(DNS_LABEL)})`,
        message: `name "{self}" is not at most ${NAME_MAX_LENGTH} lower-case letters, digits and inner dashes; write one like ${example}`,
      },
    ],
  });
}

/** A prefix of object keys: S3's safe characters, ending in a slash. */
export function prefix(description: string, example: string): Type.TString {
  return text({
    description,
    example,
    maxLength: 256,
    rules: [
      matches(
        "^([A-Za-z0-9!_.*'()=-]+/)+$",
        `prefix "{self}" is not a path of letters, digits and ! _ . * ' ( ) = - that ends in a slash; write it like ${example}`,
      ),
    ],
  });
}

/**
 * The name of another thing of this spec, one of the list `spec.<list>`. That it exists is a rule of the spec, or a check;
 * the mark tells tests where to look for that.
 */
export function reference(list: string, told: { readonly to: string; readonly example: string }): Type.TString {
  return text({
    description: `Name of the ${told.to} of this pipeline.`,
    example: told.example,
    maxLength: NAME_LIMIT,
    refersTo: list,
  });
}
