import { desktopLayout } from "./screens-layout.js";

/** @param {number} x @param {number} y @param {number} width @param {number} height */
const at = (x, y, width, height) => ({ x, y, width, height, scale: 1 });

Deno.test("two monitors side by side share the desktop", () => {
  const layout = desktopLayout([at(0, 0, 1920, 1080), at(1920, 0, 1920, 1080)]);
  if (layout?.rects[1].left !== 0.5 || layout.rects[1].height !== 1) throw new Error(JSON.stringify(layout));
  if (Math.abs(layout.ratio - 32 / 9) > 1e-9) throw new Error(`${layout.ratio}`);
});

Deno.test("a monitor left of or above the first one has negative places", () => {
  const layout = desktopLayout([at(0, 0, 1000, 1000), at(-1000, -1000, 1000, 1000)]);
  if (layout?.rects[0].left !== 0.5 || layout.rects[0].top !== 0.5 || layout.rects[1].left !== 0) {
    throw new Error(JSON.stringify(layout));
  }
});

Deno.test("an unknown place, mirrored monitors or a single one leave the grid as it is", () => {
  for (
    const places of [
      [at(0, 0, 10, 10), null],
      [at(0, 0, 10, 10), { x: 10, y: 0, width: 0, height: 5 }],
      [at(0, 0, 10, 10), at(0, 0, 10, 10)],
      [at(0, 0, 10, 10)],
    ]
  ) {
    if (desktopLayout(places) !== null) throw new Error(JSON.stringify(places));
  }
});
