/** The whole object. What Kubernetes owns of it (apiVersion, kind, metadata) is described where the CRD may say more. */
import { API_VERSION, KIND } from '../identifiers.ts';
import { choice, object, optional, text } from './fields.ts';
import { matches } from './rules.ts';
import { spec } from './spec.ts';
import { status } from './status.ts';

export const root = object(
  {
    apiVersion: choice([API_VERSION], { description: 'Version of this schema.' }),
    kind: choice([KIND], { description: 'The kind.' }),
    metadata: object(
      {
        name: text({
          description:
            'Name of the pipeline: lower-case letters, digits and dashes, at most 63 characters. It is part of names in AWS and a label on every managed resource.',
          example: 'clickstream',
          maxLength: 63,
          rules: [
            matches(
              '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
              'metadata.name "{self}" has a dot, but it becomes a label; write lower-case letters, digits and dashes, like clickstream',
            ),
          ],
        }),
      },
      { description: 'Standard metadata.' },
    ),
    spec,
    status: optional(status),
  },
  {
    description:
      'A data pipeline in AWS, described once: streams, lake, catalog, crawlers and schedules. The operator turns it into Crossplane managed resources and keeps them true.',
  },
);
