// Fit it by hand: the marks of one target, whose parameters the reader moves, and a scale of losses.
// Python says the same in _fit.py; tests compare the numbers.
import {
  button, cue, field, html, mount, outside, panel, short, slider, stage, ticks,
  worstMiss,
} from "./engine.js";

const MOST_NAMES = 12; // more would cover each other

/** Return the predictions of these parameters (the weights, and the bias as the last), and their loss. */
export function fitAt({ x, actual }, params) {
  const bias = params.at(-1);
  const pred = x.map((row) => row.reduce((sum, value, k) => sum + value * params[k], 0) + bias);
  const loss = pred.reduce((sum, p, i) => sum + (p - actual[i]) ** 2, 0) / actual.length;
  const perfect = 1e-20 * Math.max(...actual.map((t) => t * t)); // nothing but rounding
  return { pred, loss: loss > perfect ? loss : 0 };
}

/** Say in words what the picture of these parameters shows. */
export function wordsOf(data, params) {
  const { pred, loss } = fitAt(data, params);
  const { word, unit, known, names, actual, limits: [low, high] } = data;
  return [
    ...(params.some((value) => value !== 0) ? [] : ["All parameters are 0."]),
    `The loss of ${word} is ${short(loss)} ${unit}².`,
    `Random parameters (seed 0) have ${short(known["random (seed 0)"])},`,
    `least squares ${short(known["least squares"])}.`,
    worstMiss(pred.map((p) => [p]), actual.map((t) => [t]), names, [word], unit),
    ...outside(pred.filter((p) => p < low || p > high).length),
  ].join(" ");
}

export function fit(root, data) {
  const { actual, names, word, unit, known, reach } = data;
  const [low, high] = data.limits;
  const [bottom, top] = data.losses;
  const [shape, look] = cue(data.target);
  const start = reach.map(() => 0);
  let params = start;

  const marks = panel({
    title: "Bring the marks to the dashed line",
    xlabel: `actual yield of ${word} (${unit})`, ylabel: `predicted (${unit})`,
    x: { kind: "linear", domain: data.ends }, y: { kind: "linear", domain: data.limits },
  });
  marks.line("guide")(data.ends.map((end) => [end, end]));
  const residuals = marks.segments("residual");
  const dots = actual.map(() => marks.mark(shape, look, actual.length > 30 ? 4 : 7));
  const labels = actual.length <= MOST_NAMES ? names.map(() => marks.text("note middle")) : [];

  const scale = panel({
    title: "Lower is better", xlabel: "", ylabel: `loss of ${word} (${unit}²), logarithmic scale`,
    x: { kind: "linear", domain: [0, 1], ticks: [] }, width: 280, left: 78,
    y: { kind: "log", domain: data.losses, ticks: ticks("log", data.losses, 9) },
  });
  for (const [label, loss] of Object.entries(known)) {
    const height = Math.max(loss, bottom);
    scale.segments("guide")([[[0, height], [1, height]]]);
    scale.text("note right", 0, -20)(label, [0.98, height]);
    scale.text("note right", 0, -6)(short(loss), [0.98, height]);
  }
  const mark = scale.mark(shape, look, 9);
  const yours = [0, 1].map(() => scale.text("note middle strong"));

  // --- the controls: a slider and a field for each parameter
  const controls = data.labels.map((label, k) => {
    const to = (value) => change(k, Math.min(reach[k], Math.max(-reach[k], value)));
    const range = slider({ label, input: to, step: 10 ** Math.floor(Math.log10(reach[k])) / 100 });
    const box = field({ label: "", input: to });
    box.box.setAttribute("aria-label", `${label}, as a number`);
    return { range, box, node: html("div", { class: "row pair" }, range.node, box.box) };
  });
  const reset = button({ text: "Reset", click: () => ((params = start), live.redraw()) });

  function change(k, value) {
    params = params.map((old, i) => (i === k ? value : old));
    live.redraw();
  }

  function draw() {
    const { pred, loss } = fitAt(data, params);
    const seen = pred.map((p) => Math.min(high, Math.max(low, p)));
    residuals(seen.map((p, i) => [[actual[i], actual[i]], [actual[i], p]]));
    dots.forEach((move, i) => move([actual[i], seen[i]]));
    labels.forEach((write, i) => {
      // On the side away from the line, but not out of the picture.
      const share = (seen[i] - low) / (high - low);
      const up = share < 0.1 || (seen[i] >= actual[i] && share < 0.9);
      write(names[i], [actual[i], seen[i]], 0, up ? -13 : 21);
    });
    const height = Math.min(top, Math.max(bottom, loss));
    mark([0.2, height]);
    const above = height < bottom * (top / bottom) ** 0.2; // near the floor there is room above
    yours.forEach((write, i) => write(["yours", short(loss)][i], [0.2, height], 0, (above ? -30 : 26) + 16 * i));
    controls.forEach(({ range, box }, k) => {
      range.show({ low: -reach[k], high: reach[k], value: params[k], text: short(params[k]) });
      box.show(params[k]);
    });
    return wordsOf(data, params);
  }

  const live = stage(root, {
    parts: [
      html("div", { class: "columns" }, controls.map((control) => control.node)),
      html("div", { class: "row" }, reset.node),
      html("div", { class: "columns uneven" }, marks.node, scale.node),
    ],
    draw,
  });
}

mount("fit", fit);
