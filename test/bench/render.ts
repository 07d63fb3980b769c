/** How long rendering takes: best, median and 95th percentile of each sample, warm. `npx tsx test/bench/render.ts [--runs N]` */
import { renderPipeline } from '../../charts/render.ts';
import { readSamples } from '../../charts/testing/samples.ts';

const WARM_UP = 50;
const flag = process.argv.indexOf('--runs');
const runs = flag < 0 ? 200 : Number(process.argv[flag + 1]);

for (const { name, pipeline } of readSamples()) {
  for (let run = 0; run < WARM_UP; run += 1) renderPipeline(pipeline);
  const timesMs = Array.from({ length: runs }, () => {
    const start = performance.now();
    renderPipeline(pipeline);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number): string => (timesMs[Math.floor(share * (runs - 1))] ?? Number.NaN).toFixed(2);
  const { length } = renderPipeline(pipeline).objects;
  process.stdout.write(`${name}: ${length} objects, best ${at(0)} ms, median ${at(0.5)} ms, p95 ${at(0.95)} ms\n`);
}
