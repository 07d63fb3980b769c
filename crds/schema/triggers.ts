import { integer, named, object, optional, type Stored, text } from './fields.ts';
import { partName, prefix, reference } from './name-fields.ts';
import { matches, namesOf, type Rule, referenceRule } from './rules.ts';
import { section } from './section.ts';
import { ready } from './status-fields.ts';
import { MAX_WORKFLOWS } from './workflows.ts';
import { knownZones, zoneExists } from './zones.ts';

const MAX_TRIGGERS = 20;

const trigger = object(
  {
    name: partName('trigger', 'landed'),
    objectCreated: object(
      {
        zone: reference('zones', { to: 'zone that is watched', example: 'raw' }),
        prefix: optional(
          prefix('Only objects below it. It should be one that the workflow itself does not write to.', 'inbox/'),
        ),
        suffix: optional(
          text({
            description: 'Only objects whose key ends like this.',
            example: '.csv',
            maxLength: 64,
            rules: [
              matches(
                "^[A-Za-z0-9!_.'()=-]+$",
                'suffix "{self}" is not an ending of letters, digits and ! _ . \' ( ) = -; write one like .csv',
              ),
            ],
          }),
        ),
      },
      { description: 'An object was written to a zone, whole. The zone sends its events to EventBridge from then on.' },
    ),
    workflow: reference('workflows', { to: 'workflow to start', example: 'batch' }),
    batch: object(
      {
        objects: integer({
          description: 'One execution gets at most so many objects.',
          minimum: 1,
          maximum: 100,
          default: 100,
        }),
        seconds: integer({
          description: 'So long objects are gathered before an execution starts with those that are there.',
          minimum: 0,
          maximum: 300,
          default: 60,
        }),
      },
      { description: 'Many small objects start few executions.', default: {} },
    ),
  },
  {
    description:
      'Starts a workflow when objects arrive. Its input is a list: the detail of each event of S3 (bucket.name, object.key, object.size, object.version-id, …). An object may come twice. While the pipeline is suspended nothing is started, and objects wait, up to 14 days.',
  },
);

const triggers = named(trigger, { description: 'What starts workflows by itself.', maxItems: MAX_TRIGGERS });

const workflowsExist: Rule = referenceRule({
  list: 'triggers',
  item: 'trigger',
  field: 'workflow',
  exists: (name) => `(has(self.workflows) && self.workflows.exists(w, w.name == ${name}))`,
  known: `has(self.workflows) && size(self.workflows) > 0 ? ${namesOf('self.workflows', MAX_WORKFLOWS)} : 'none, for spec.workflows is empty'`,
});

const zonesExist: Rule = referenceRule({
  list: 'triggers',
  item: 'trigger',
  field: 'objectCreated.zone',
  exists: zoneExists,
  known: knownZones,
});

export const triggersSection = section({
  spec: { triggers: optional(triggers) },
  rules: [workflowsExist, zonesExist],
  status: {
    triggers: optional(
      named(
        object(
          {
            name: text({ description: 'Name of the trigger.', maxLength: 63 }),
            suspendedBy: optional(
              text({ description: 'The field that keeps it from starting anything.', maxLength: 256 }),
            ),
            queue: text({ description: 'Name of the queue that gathers objects.', maxLength: 80 }),
            ready,
          },
          { description: 'One trigger.' },
        ),
        { description: 'Triggers.', maxItems: MAX_TRIGGERS },
      ),
    ),
  },
});

export type Trigger = Stored<typeof trigger>;
