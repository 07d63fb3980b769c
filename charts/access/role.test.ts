import { describe, expect, test } from '@jest/globals';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import { IAM } from '../kinds/iam.ts';
import { renderPipeline } from '../render.ts';
import type { Rendered, RenderedObject } from '../rendered.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { find, specOf } from '../testing/render.ts';
import { readSamples } from '../testing/samples.ts';

const ACCESS = {
  permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary',
  rolePath: '/data/lake/',
  rolePrefix: 'Acme_',
};

const pipelines = [
  ...readSamples().map(({ name, pipeline }) => [name, pipeline] as const),
  ['one of everything', aPipeline(fullSpec())] as const,
];

const rolesOf = (rendered: Rendered): readonly RenderedObject[] =>
  rendered.objects.filter(({ kind }) => kind === IAM.Role);
const awsName = ({ manifest }: RenderedObject) => String(manifest.metadata.annotations?.[CROSSPLANE.externalName]);

describe.each(pipelines)('roles of %s', (_, plain) => {
  const account = plain.spec.accountId;
  const permissionsBoundaryArn = ACCESS.permissionsBoundaryArn.replace('123456789012', account);
  const rendered = renderPipeline({ ...plain, spec: { ...plain.spec, access: { ...ACCESS, permissionsBoundaryArn } } });
  const roles = rolesOf(rendered);

  test('all have the boundary, the path and the prefix, and no other name is lost', () => {
    expect(roles).toHaveLength(rolesOf(renderPipeline(plain)).length);
    for (const role of roles) {
      expect(specOf(role).forProvider).toMatchObject({
        permissionsBoundary: permissionsBoundaryArn,
        path: '/data/lake/',
      });
      expect(awsName(role)).toMatch(/^Acme_[\w+=,.@-]{1,59}$/);
    }
    expect(new Set(roles.map(awsName)).size).toBe(roles.length);
  });

  test('are named with their path wherever an ARN names one, and by name in their policies', () => {
    const names = roles.map(awsName);
    const text = JSON.stringify(rendered.objects.map(({ manifest }) => manifest));
    // Roles that services make for themselves are named by them.
    const named = text.match(/arn:[a-z-]+:iam::\d{12}:role(?!\/aws-service-role\/)[^"\\]*/g) ?? [];
    for (const arn of named) {
      expect(arn).toMatch(new RegExp(`^arn:${plain.spec.partition}:iam::${account}:role/data/lake/Acme_`));
      expect(names).toContain(arn.slice(arn.lastIndexOf('/') + 1));
    }
    for (const policy of rendered.objects.filter(({ kind }) => kind === IAM.RolePolicy)) {
      expect(names).toContain(specOf(policy).forProvider.role);
    }
  });
});

test('what runs as a role names it by its ARN with the path', () => {
  const rendered = renderPipeline(aPipeline({ ...fullSpec(), access: ACCESS }));
  const crawler = specOf(find(rendered, 'Crawler', 'shop-raw')).forProvider;
  expect(crawler.role).toBe('arn:aws:iam::123456789012:role/data/lake/Acme_team-a-shop-crawler-raw');
});

test('roles of another prefix stand beside the old ones, and so does what cannot change its role', () => {
  const objects = (access: object) => {
    const rendered = renderPipeline(aPipeline({ ...fullSpec(), ...access }));
    return new Map(rendered.objects.map((object) => [object.id, object]));
  };
  const before = objects({});
  const after = objects({ access: { rolePrefix: 'data-' } });
  const replaced = [...after.keys()].filter((id) => !before.has(id)).map((id) => id.split('/')[1]);
  expect(replaced).toEqual(expect.arrayContaining(['Role', 'RolePolicy', 'DeliveryStream', 'FlowLog']));
  for (const [id, object] of after) {
    const old = before.get(id);
    if (old === undefined) continue;
    expect(object.kind).not.toBe(IAM.Role);
    for (const path of object.kind.immutable) {
      const at = (of: RenderedObject) =>
        path
          .split('.')
          .reduce<unknown>(
            (node, step) => (node as Record<string, unknown> | undefined)?.[step],
            specOf(of).forProvider,
          );
      expect({ id, path, value: at(object) }).toEqual({ id, path, value: at(old) });
    }
  }
});

test('a pipeline that says nothing has roles as they always were', () => {
  const [role] = rolesOf(renderPipeline(aPipeline(fullSpec())));
  expect(role && Object.keys(specOf(role).forProvider).sort()).toEqual(['assumeRolePolicy', 'description', 'tags']);
});
