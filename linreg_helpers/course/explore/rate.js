// Choose the learning rate: what it does to the whole loss curve and to each direction. Python says
// the same in _rate.py; tests compare the numbers.
import {
  checkbox, field, html, lossAfter, mount, numberText, panel, percent, short, slider, stage, stepsToDraw,
} from "./engine.js";

const REACH = 1.4; // of the axis of the factors

/** Return a world, with the weights of one seed: `standardise` is 0 or 1. */
export const bowlOf = ({ worlds }, { seed, standardise }) => {
  const world = worlds[Number(standardise)];
  return { ...world, weights: world.weights[seed] };
};

/** Say in words what the picture of a state shows. */
export function wordsOf(data, { lr, seed, standardise }) {
  const { nSteps, unit, least } = data;
  const bowl = bowlOf(data, { seed, standardise });
  const factors = bowl.curvatures.map((c) => 1 - lr * c);
  const loss = lossAfter(bowl, lr, nSteps);
  const said = [`${standardise ? "With standardised inputs, t" : "T"}he learning rate ${short(lr)}`];
  if (lr >= bowl.limit) {
    said[0] += " does not converge: each step multiplies the distance along the steepest direction " +
      `by ${short(factors[0])}.`;
    if (loss === Infinity) said.push("The loss grows until it is no finite number.");
  } else {
    said[0] += " converges.";
    said.push(
      `After ${numberText(nSteps)} steps the loss is ${short(loss)} ${unit}²; the least is ${short(least)}.`,
      "Left of the distance along each direction, from the steepest: " +
        `${factors.map((r) => percent(Math.abs(r) ** nSteps)).join(", ")}.`,
    );
  }
  return [...said, `The largest rate that converges is ${bowl.limitText}.`].join(" ");
}

export function rate(root, data) {
  const { nSteps, unit, least, directions } = data;
  const [bottom, top] = data.losses;
  const count = directions.length;
  const steps = stepsToDraw(nSteps);
  let state = { lr: data.lr, seed: data.seed, standardise: false };

  const curve = panel({
    title: "The whole loss curve", xlabel: "step, logarithmic scale",
    ylabel: `loss (${unit}²), logarithmic scale`,
    x: { kind: "steps", domain: [0, 1.2 * nSteps] }, y: { kind: "log", domain: data.losses },
  });
  const floor = Math.max(least, bottom);
  curve.segments("guide")([[[0, floor], [1.2 * nSteps, floor]]]);
  curve.text("note", 5, -6)(`least loss ${short(least)}`, [0, floor]);
  const line = curve.line("blue");
  const [end, exit] = [curve.mark("circle", "fill blue", 7), curve.mark("cross", "blue", 6)];
  const result = curve.text("note right", -6, 0);

  const factors = panel({
    title: `Left after ${numberText(nSteps)} steps`, xlabel: "factor of one step, 1 \u2212 lr · λ",
    ylabel: "direction of the bowl",
    x: { kind: "linear", domain: [-REACH, REACH], ticks: [-1, 0, 1] },
    y: { kind: "linear", domain: [count - 0.4, -0.8], ticks: [] },
  });
  factors.band(-1, 1);
  for (const side of [-1, 1]) factors.segments("guide")([[[side, -0.8], [side, count]]]);
  factors.text("note middle", 0, 0)("inside, it converges", [0, -0.58]);
  const rows = directions.map(() => ({
    mark: factors.mark("diamond", "fill orange", 6), note: factors.text("note middle", 0, 22),
  }));

  // --- the controls
  const range = slider({ label: "learning rate (per step)", step: 0.02, input: (power) => change({ lr: 10 ** power }) });
  const box = field({
    label: "or type it", input: (lr) => {
      const [low, high] = data.worlds[Number(state.standardise)].range.map((power) => 10 ** power);
      change({ lr: Math.min(high, Math.max(low, lr)) });
    },
  });
  const seed = slider({
    label: "seed of the random start (0 to 9)", step: 1, input: (number) => change({ seed: number }),
  });
  const standardise = checkbox({
    label: "standardise the inputs (mean 0, standard deviation 1)",
    input: (on) => {
      // The same share of the limit, about.
      const shift = data.worlds[Number(on)].range[1] - data.worlds[Number(!on)].range[1];
      change({ standardise: on, lr: 10 ** (Math.log10(state.lr) + shift) });
    },
  });

  function change(patch) {
    state = { ...state, ...patch };
    live.redraw();
  }

  function draw() {
    const { lr } = state;
    const bowl = bowlOf(data, state);
    const losses = steps.map((k) => lossAfter(bowl, lr, k));
    const first = losses.findIndex((loss) => loss > top); // the first one outside
    const last = first < 0 ? losses.length - 1 : first;
    const inside = (loss) => Math.min(top, Math.max(bottom, loss));
    line(steps.slice(0, last + 1).map((k, i) => [k, Math.min(10 * top, Math.max(bottom / 10, losses[i]))]));
    end(first < 0 ? [steps[last], inside(losses[last])] : null);
    exit(first < 0 ? null : [steps[last], top]);
    const loss = losses.at(-1);
    const words = loss === Infinity ? "no finite number" : `${short(loss)} ${unit}²`;
    const height = loss <= losses[0] ? 0.94 : 0.25; // where the curve is not
    result(`after ${numberText(nSteps)} steps: ${words}`, [1.2 * nSteps, bottom * (top / bottom) ** height]);

    bowl.curvatures.forEach((c, i) => {
      const r = 1 - lr * c;
      const left = Math.abs(r) > 1 ? "it grows" : percent(Math.abs(r) ** nSteps);
      rows[i].mark([Math.min(REACH, Math.max(-REACH, r)), i]);
      rows[i].note(`${directions[i]}, λ ${short(c)}: ${left.replace("below ", "<").replace("over ", ">")}`, [0, i]);
    });

    const [low, high] = bowl.range;
    range.show({
      low, high, value: Math.log10(lr), text: short(lr),
      mark: Math.log10(bowl.limit), markText: `limit 2/λmax = ${bowl.limitText}`,
    });
    box.show(lr);
    seed.show({ low: 0, high: 9, value: state.seed, text: String(state.seed) });
    standardise.show(state.standardise);
    return wordsOf(data, state);
  }

  const live = stage(root, {
    parts: [
      html("div", { class: "row short" }, range.node, box.node),
      html("div", { class: "row" }, html("div", { class: "plain" }, seed.node), standardise.node),
      html("div", { class: "columns" }, curve.node, factors.node),
    ],
    draw,
  });
}

mount("rate", rate);
