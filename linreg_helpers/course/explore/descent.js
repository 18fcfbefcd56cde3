// Follow the descent: the predictions, the loss curve, and the path across two directions of the
// bowl. Python says the same in _descent.py; tests compare the numbers.
import {
  button, cue, field, html, lossAfter, mount, numberText, outside, panel, short, slider, stage, stepsToDraw,
  stepsToShow, still, worstMiss,
} from "./engine.js";

const PAUSE = 200; // milliseconds from one round number of steps to the next

/** Return the predictions after k steps. */
export function predictionsAt({ start, u, missing, curvatures, lr }, k) {
  const done = curvatures.map((c) => 1 - (1 - lr * c) ** k);
  return start.map((row, i) =>
    row.map((value, j) => value + u[i].reduce((sum, part, r) => sum + part * done[r] * missing[r][j], 0)),
  );
}

/** Say in words what the picture of a step shows. */
export function wordsOf(data, step) {
  const { lr, nSteps, unit, actual, names, words, advice, limits: [low, high] } = data;
  const loss = lossAfter(data, lr, step);
  const said = [
    `Step ${numberText(step)} of ${numberText(nSteps)}, at the learning rate ${short(lr)}: ` +
      `the loss is ${number(loss, unit)}.`,
  ];
  if (loss === Infinity) return [...said, advice].join(" ");
  const pred = predictionsAt(data, step);
  const hidden = pred.flat().filter((p) => p < low || p > high).length;
  return [...said, worstMiss(pred, actual, names, words, unit), ...outside(hidden)].join(" ");
}

const number = (loss, unit) => (loss === Infinity ? "no finite number" : `${short(loss)} ${unit}²`);

export function descent(root, data) {
  const { lr, nSteps, unit, actual, targets } = data;
  const [low, high] = data.limits;
  const rounds = stepsToShow(nSteps);
  let step = 0;

  const fit = panel({
    title: "", xlabel: `actual yield (${unit})`, ylabel: `predicted (${unit})`, height: 470,
    x: { kind: "linear", domain: data.ends }, y: { kind: "linear", domain: data.limits },
  });
  fit.line("guide")([low, high].map((end) => [end, end]));
  fit.legend([...targets.map((name, j) => [...cue(j), name]), ["dash", "guide", "predicted = actual"]]);
  const dots = targets.map((_, j) => actual.map(() => fit.mark(...cue(j), actual.length > 30 ? 4 : 7)));

  const curve = lossCurve(data);
  const across = data.bowl ? bowlPanel(data, rounds) : null;

  // --- the controls
  const range = slider({
    label: `step (number of steps taken, 0 to ${numberText(nSteps)})`, step: 1,
    input: (place) => go(rounds[place]),
  });
  const box = field({ label: "or type it", least: 0, input: (k) => go(Math.min(nSteps, Math.max(0, Math.round(k)))) });
  const play = button({ text: "Play", click: () => (live.isPlaying() ? live.stop() : begin()) });
  const reset = button({ text: "Reset", click: () => (live.stop(), go(0)) });
  /** Return the place of the last round number up to this step. */
  const placeOf = (k) => rounds.findLastIndex((round) => round <= k);

  function go(to) {
    step = to;
    live.redraw();
  }

  /** Play: from round number to round number in the same time, and between them with each frame. */
  function begin() {
    if (step === nSteps) step = 0;
    const [from, began] = [placeOf(step), performance.now()];
    live.play(() => {
      const place = still() ? rounds.length : from + (performance.now() - began) / PAUSE;
      const last = Math.min(Math.floor(place), rounds.length - 1);
      const next = Math.min(last + 1, rounds.length - 1);
      step = Math.max(step, Math.round(rounds[last] + (place - last) * (rounds[next] - rounds[last])));
      step = Math.min(step, nSteps);
      return step < nSteps;
    }, 0);
  }

  function draw() {
    const loss = lossAfter(data, lr, step);
    const pred = predictionsAt(data, step);
    dots.forEach((moves, j) =>
      moves.forEach((move, i) => {
        move(loss === Infinity ? null : [actual[i][j], Math.min(high, Math.max(low, pred[i][j]))]);
      }),
    );
    fit.axes({ title: `Step ${numberText(step)}: loss ${number(loss, unit)}` });
    curve.mark(loss === Infinity ? null : [step, curve.inside(loss)]);
    across?.move(step);
    const place = placeOf(step);
    range.show({ low: 0, high: rounds.length - 1, value: place, text: numberText(step) });
    box.show(step);
    play.show({ text: live?.isPlaying() ? "Pause" : "Play" });
    return wordsOf(data, step);
  }

  const nothing = html("p", {}, "The loss curves in one direction only: there is no bowl to look into.");
  let live = null;
  live = stage(root, {
    parts: [
      html("div", { class: "row short" }, play.node, reset.node, range.node, box.node),
      html("div", { class: "columns" }, fit.node, html("div", {}, curve.node, across?.node ?? nothing)),
    ],
    draw,
  });
}

/** The loss curve, up to where it is no finite number; `mark` moves along it. */
function lossCurve(data) {
  const { lr, nSteps, unit } = data;
  let [end, beyond] = [nSteps, nSteps + 1]; // the last step whose loss is finite, by bisection
  if (lossAfter(data, lr, nSteps) === Infinity)
    for ([end, beyond] = [-1, nSteps]; beyond - end > 1; ) {
      const middle = Math.floor((end + beyond) / 2);
      if (lossAfter(data, lr, middle) === Infinity) beyond = middle;
      else end = middle;
    }
  const points = stepsToDraw(Math.max(end, 0)).map((k) => [k, lossAfter(data, lr, k)]);
  const losses = points.map(([, loss]) => loss).filter((loss) => loss > 0 && loss < Infinity);
  const log = losses.length > 0;
  const [least, most] = log ? [Math.min(...losses), Math.max(...losses)] : [0, 1];
  const room = Math.max((most / least) ** 0.06, 1.2);
  const domain = log ? [least / room, most * room] : [-0.05, 1];
  const { node, line, mark, text } = panel({
    title: "Down the curve", xlabel: "step, logarithmic scale", ylabel: `loss (${unit}²)`, height: 230,
    x: { kind: "steps", domain: [0, 1.2 * nSteps] }, y: { kind: log ? "log" : "linear", domain },
  });
  const inside = (loss) => (log ? Math.max(loss, domain[0]) : loss);
  line("blue")(points.filter(([, loss]) => loss < Infinity).map(([k, loss]) => [k, inside(loss)]));
  if (end < nSteps && end >= 0) {
    mark("cross", "blue", 5)([end, inside(lossAfter(data, lr, end))]);
    text("note right", -12, 12)(`not finite from step ${numberText(beyond)} on`, [end, inside(lossAfter(data, lr, end))]);
  }
  return { node, inside, mark: mark("diamond", "fill dark", 6) };
}

/** The path across two directions of the bowl; `move` moves the mark to a step. */
function bowlPanel({ bowl, lr, words }, rounds) {
  const { names, curvatures, start, least, levels } = bowl;
  const [WIDTH, HEIGHT] = [410, 238]; // inside its axes twice as wide as high: both scales are equal
  /** Return the distances along the flatter direction, to the right, and the steeper one. */
  const place = (k) => start.map((d, i) => d * (1 - lr * curvatures[i]) ** k).reverse();
  // A run that diverges is drawn as long as it stays in sight.
  const far = 3 * Math.max(...start.map(Math.abs)) + 1e-12;
  const trail = rounds.filter((k) => place(k).every((d) => Math.abs(d) <= far));
  const high = 1.25 * Math.max(...trail.flatMap((k) => [Math.abs(place(k)[0]) / 2, Math.abs(place(k)[1])])) || 1;
  const { node, ellipses, line, mark, text } = panel({
    title: `Across the bowl of ${words[0]}`, width: WIDTH, height: HEIGHT,
    xlabel: `distance along the ${names[1]}`, ylabel: `along the ${names[0]}`,
    x: { kind: "linear", domain: [-2 * high, 2 * high] }, y: { kind: "linear", domain: [-high, high] },
  });
  ellipses()({ lowest: [0, 0], curvatures, directions: [[0, 1], [1, 0]], least, levels });
  line("orange")(trail.map(place));
  const last = trail.at(-1);
  const twelfth = trail.reduce((best, k) => (Math.abs(k - last / 12) < Math.abs(best - last / 12) ? k : best));
  mark("star", "fill dark", 9)([0, 0]);
  const named = [];
  for (const k of [0, last, twelfth]) {
    const [a, b] = place(k);
    mark("circle", "fill orange", 5)([a, b]);
    if (named.some(([c, d]) => Math.hypot(a - c, b - d) < 0.25 * high)) continue; // no room for a name
    named.push([a, b]);
    // On the side away from the lowest point; above it, where both are too near.
    const side = Math.abs(a) < 0.2 * high ? 0 : Math.sign(a);
    text(["note right", "note middle", "note"][side + 1], 11 * side, side ? 4 : -13)(`step ${numberText(k)}`, [a, b]);
  }
  text("note", 13, 4)(`lowest: ${short(least)}`, [0, 0]);
  const present = mark("diamond", "fill dark", 6);
  return { node, move: (k) => present(place(k)) };
}

mount("descent", descent);
