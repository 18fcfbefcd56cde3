// One line and its bowl: the points with the line and its misses, the loss over (w, b) seen from
// above, and the loss by step. Python says the same in _line_bowl.py; tests compare the numbers.
import {
  button, checkbox, choice, drag, field, fourDigits, html, list, mount, numberText, panel, percent,
  set, setText, short, slider, stage, stepsToShow,
} from "./engine.js";

const GUESSED = 10; // how many steps a guess is about
const WIDE = 328 / 246; // the shape of the bowl's picture, without its margins

// --- the numbers --------------------------------------------------------------------------------

/** Describe the bowl of a line through points [x, y], whose inputs are used raw or transformed. */
export function bowlOf(points, inputs) {
  const mean = (of) => points.reduce((sum, [x, y]) => sum + of(x, y), 0) / points.length;
  const [mx, my] = [mean((x) => x), mean((_, y) => y)];
  const variance = mean((x) => (x - mx) ** 2);
  const std = Math.sqrt(variance);
  const [middle, unit] = { raw: [0, 1], centred: [mx, 1], standardised: [mx, std] }[inputs];
  // Mean and variance of the inputs that are used, and from them the Hessian 2 [[v + m², m], [m, 1]].
  const m = inputs === "raw" ? mx : 0;
  const v = inputs === "standardised" ? 1 : variance;
  const half = v + m * m - 1;
  const root = Math.hypot(half, 2 * m);
  const steepest = v + m * m + 1 + root;
  const curvatures = [steepest, (4 * v) / steepest]; // their product is the determinant, 4 v
  const [a, b] = root === 0 ? [1, 0] : half >= 0 ? [half + root, 2 * m] : [2 * m, root - half];
  const length = Math.hypot(a, b);
  const w = (mean((x, y) => (x - mx) * (y - my)) / variance) * unit;
  const lowest = [w, my - w * m];
  const loss = mean((x, y) => (lowest[1] + (w * (x - middle)) / unit - y) ** 2);
  const perfect = 1e-20 * Math.max(...points.map(([, y]) => y * y)); // nothing but rounding
  return {
    middle, unit, curvatures, lowest, perfect,
    directions: [[a / length, b / length], [-b / length, a / length]],
    least: loss > perfect ? loss : 0,
    limit: 2 / steepest,
    // How many units of b are drawn as long as one of w.
    stretch: { raw: Math.sqrt(variance + mx * mx), centred: std ** (2 / 3), standardised: 1 }[inputs],
    spread: Math.sqrt(mean((_, y) => (y - my) ** 2)) || 1,
    sums: {
      zz: mean((x) => ((x - middle) / unit) ** 2),
      z: mean((x) => (x - middle) / unit),
      zy: mean((x, y) => ((x - middle) / unit) * y),
      y: my,
    },
  };
}

/** Follow gradient descent from a start: where it is after k steps, in closed form. */
export function descend(bowl, start, lr) {
  const factors = bowl.curvatures.map((c) => 1 - lr * c);
  const away = [start[0] - bowl.lowest[0], start[1] - bowl.lowest[1]];
  const distances = bowl.directions.map(([a, b]) => a * away[0] + b * away[1]);
  const left = (k) => factors.map((r, i) => (distances[i] === 0 ? 0 : distances[i] * r ** k));
  // From the start, not from the lowest point: after no step it is the start itself.
  const at = (k) => {
    const done = factors.map((r, i) => (distances[i] === 0 ? 0 : distances[i] * (1 - r ** k)));
    return start.map((from, i) => from - done[0] * bowl.directions[0][i] - done[1] * bowl.directions[1][i]);
  };
  const loss = (k) => {
    const found = bowl.least + left(k).reduce((sum, d, i) => sum + (bowl.curvatures[i] * d * d) / 2, 0);
    return found > bowl.perfect ? found : 0;
  };
  return { factors, distances, at, loss, steps: steps(bowl, start, lr) };
}

/** Take the steps themselves; return a function that gives the parameters after k of them. */
function steps({ sums }, start, lr) {
  const path = [start];
  return (k) => {
    for (let i = path.length; i <= k; i += 1) {
      const [w, b] = path[i - 1];
      const slope = 2 * (w * sums.zz + b * sums.z - sums.zy); // mean of residual · input, twice
      path.push([w - lr * slope, b - lr * 2 * (w * sums.z + b - sums.y)]);
    }
    return path[k];
  };
}

/** Return the loss at parameters (w, b). */
export function lossAt(bowl, [w, b]) {
  const [dw, db] = [w - bowl.lowest[0], b - bowl.lowest[1]];
  return bowl.directions.reduce(
    (sum, [p, q], i) => sum + (bowl.curvatures[i] * (p * dw + q * db) ** 2) / 2, bowl.least);
}

/** Return how many steps leave at most 1 % of the distance in every direction. */
const stepsToOnePercent = (factors) =>
  Math.max(...factors.map((r) => Math.ceil(Math.log(0.01) / Math.log(Math.abs(r)) - 1e-9)), 1);

/** Return half the width and half the height of the picture of the bowl. */
export function reachOf(bowl, start) {
  const [dw, db] = [0, 1].map((i) => Math.abs(start[i] - bowl.lowest[i]));
  const high = 1.25 * (Math.max(db, (bowl.stretch * dw) / WIDE) || bowl.spread);
  return [(high / bowl.stretch) * WIDE, high];
}

/** Return up to eight round losses between these two: 100, 200, 500, 1,000 and so on. */
export function roundLevels(least, highest) {
  const power = Math.floor(Math.log10(highest));
  const levels = [];
  for (let k = power - 3; k <= power; k += 1)
    for (const round of [1, 2, 5]) levels.push(Number(`${round}e${k}`));
  const inside = levels.filter((level) => level > least && level < highest).slice(-8);
  return inside.length ? inside : [highest];
}

/** Say in words what the picture of a state shows. */
export function wordsOf({ bowl, path, lr, step, nSteps, inputs, unit, view }) {
  const [w, b] = path.at(step).map((v, i) => (Math.abs(v) < 1e-9 * view.reach[i] ? 0 : v)); // rounding
  const loss = path.loss(step);
  const finite = [w, b, loss].every(Number.isFinite);
  const [steep, flat] = path.factors;
  const words = [];
  const say = (...parts) => words.push(parts.join(""));
  say(`Step ${numberText(step)} of ${numberText(nSteps)}`, inputs === "raw" ? "" : `, with ${inputs} inputs`, ": ",
    finite ? `w is ${short(w)}, b is ${short(b)}, and the loss is ${short(loss)} ${unit}²` : "the loss is no finite number",
    `; the least is ${short(bowl.least)}.`);
  const rate = `The learning rate ${short(lr)}`;
  if (lr >= bowl.limit * (1 - 1e-12)) {
    say(rate, ` does not converge: the limit is 2/λmax = ${fourDigits(bowl.limit)}, and each step multiplies the `,
      `distance along the steepest direction by ${short(steep)}.`);
  } else {
    say(rate, ` is below the limit, 2/λmax = ${fourDigits(bowl.limit)}, and converges.`);
    if (steep < 0) say("It bounces: each step jumps across the valley, and leaves ", percent(-steep), " of the distance along the steepest direction.");
    const still = Math.max(0, stepsToOnePercent(path.factors) - step);
    const most = "at most 1 % of the distance is left";
    if (still === 0) say(`In every direction ${most}.`);
    else if (flat > 0.99) say(`It crawls along the flattest direction: each step leaves ${percent(flat)} of the distance. In ${short(still)} more steps ${most}.`);
    else say(`In ${short(still)} more step${still === 1 ? "" : "s"} ${most}.`);
  }
  const outside = (place) => place.some((v, i) => !(Math.abs(v - view.middle[i]) <= view.reach[i]));
  if (outside([w, b])) {
    let first = 0;
    while (!outside(path.at(first))) first += 1;
    say(`The path has left the picture of the bowl at step ${numberText(first)}.`);
  }
  if (outside(bowl.lowest)) say("The lowest point lies outside the picture of the bowl.");
  return words.join(" ");
}

/** Ask for a guess, before anything is shown. */
export const wordsBefore = (lr, count) =>
  `Guess first: where do ${count} steps with the learning rate ${short(lr)} lead? Click into the bowl, ` +
  "or type the w and b of your guess. Then play.";

/** Say how far off a guess was. */
export function wordsOfGuess({ bowl, path, guess, step, unit }) {
  const [w, b] = path.at(step);
  return (
    `Your guess was w ${short(guess[0])}, b ${short(guess[1])}; ${step} steps lead to w ${short(w)}, b ${short(b)}. ` +
    `You are ${short(Math.abs(guess[0] - w))} off in w, and ${short(Math.abs(guess[1] - b))} in b. ` +
    `Your guess has the loss ${short(lossAt(bowl, guess))} ${unit}², the steps have ${short(path.loss(step))}.`
  );
}

// --- the picture ----------------------------------------------------------------------------------

export function bowl(root, data) {
  const { names, unit, inputName, inputUnit, targetName, nSteps } = data;
  const first = {
    points: data.points, inputs: data.inputs, start: data.start, lr: data.lr, step: data.step,
    guessing: data.guessing, guess: null, chosen: 0,
  };
  let state = { ...first };
  let world; // what follows from the state, but for the step
  let view; // of the bowl: it stays while something is dragged

  const few = names.length <= 30;
  const wide = (k, share) => {
    const values = data.points.map((point) => point[k]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return [low - share * (high - low || 1), high + share * (high - low || 1)];
  };
  const [left, right] = wide(0, 0.2);
  const fit = panel({
    title: "The line and its misses",
    xlabel: data.inputLabel, ylabel: data.targetLabel,
    x: { kind: "linear", domain: [left, right] }, y: { kind: "linear", domain: wide(1, 0.3) },
  });
  const misses = fit.segments(few ? "orange" : "orange thin");
  const startLine = fit.line("guide");
  const line = fit.line("blue");
  const dots = fit.segments(few ? "spots" : "spots small");
  const labels = names.length <= 8 ? names.map(() => fit.text("note", 8, -8)) : [];
  const grips = few ? names.map(() => fit.mark("circle", "grip", 16)) : [];
  const point = fit.handle({
    shape: "circle", look: "hollow", size: 9, label: "point",
    move: (place, rests) => movePoint(place, rests),
    key: (name) => {
      const way = { PageUp: -1, PageDown: 1 }[name];
      if (way) change({ chosen: (state.chosen + way + names.length) % names.length });
      return Boolean(way);
    },
  });
  // Any point can be taken hold of; it is the chosen one then.
  drag(fit.node, {
    begin: (event) => {
      const scale = fit.node.getScreenCTM();
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(scale.inverse());
      const gaps = state.points.map(([x, y]) => Math.hypot(fit.x(x) - at.x, fit.y(y) - at.y));
      const nearest = gaps.indexOf(Math.min(...gaps));
      if (gaps[nearest] > 22) return false;
      change({ chosen: nearest });
      point.node.focus({ preventScroll: true });
      return true;
    },
    move: (event) => {
      const [[a, b], [c, d]] = [[left, right], wide(1, 0.3)];
      const [x, y] = fit.at(event);
      movePoint([Math.min(b, Math.max(a, x)), Math.min(d, Math.max(c, y))], false);
    },
    end: () => movePoint(state.points[state.chosen], true),
  });

  const above = panel({
    title: "The bowl, seen from above", xlabel: "weight w", ylabel: `bias b (${unit})`,
    x: { kind: "linear", domain: [0, 1] }, y: { kind: "linear", domain: [0, 1] },
  });
  const ellipses = above.ellipses();
  const valley = above.segments("guide");
  const trail = above.line("orange");
  const stops = above.segments("dots");
  const lowest = above.mark("star", "fill dark", 8);
  const present = above.mark("circle", "fill orange", 6);
  const startName = above.text("note", 10, -10);
  const lowestName = above.text("note", 12, 4);
  const guess = above.handle({
    shape: "diamond", look: "fill green", size: 7, label: `your guess of where ${GUESSED} steps lead`,
    move: (place) => change({ guess: place }),
  });
  const start = above.handle({
    shape: "square", look: "fill blue", size: 6, label: "start of the path",
    move: (place, rests) => change({ start: place, ...anew() }, !rests),
  });
  above.node.addEventListener("click", (event) => {
    if (event.target.closest(".handle")) return;
    const place = above.at(event);
    if (!above.holds(place)) return;
    if (state.guessing && state.step === 0) change({ guess: place });
    else if (!state.guessing) change({ start: place });
  });

  const curve = panel({
    title: "The loss by step", xlabel: "step, logarithmic scale", ylabel: `loss (${unit}²), log scale`,
    x: { kind: "steps", domain: [0, nSteps] }, y: { kind: "log", domain: [1, 10] }, height: 250,
  });
  const floor = curve.line("guide");
  const floorName = curve.text("note", 4, -5);
  const future = curve.line("blue thin dash");
  const past = curve.line("blue");
  const now = curve.mark("circle", "fill orange", 6);

  // --- its controls
  const inputs = choice({
    label: "inputs", options: ["raw", "centred", "standardised"].map((name) => [name, name]),
    input: (name) => change(transformed(name)),
  });
  const guessing = checkbox({
    label: "guess first", input: (on) => change({ guessing: on, guess: null, step: on ? 0 : state.step }),
  });
  const rate = slider({ label: "learning rate", input: (power) => change({ lr: 10 ** power, ...anew() }) });
  const rateField = field({
    label: "or type it", input: (lr) => {
      const [low, high] = world.range.map((power) => 10 ** power);
      change({ lr: Math.min(high, Math.max(low, lr)), ...anew() });
    },
  });
  const grid = stepsToShow(nSteps);
  const last = () => (state.guessing ? Math.min(GUESSED, nSteps) : nSteps);
  const next = () => {
    if (state.step >= last()) return false;
    state.step = state.guessing ? state.step + 1 : grid.find((k) => k > state.step);
    return true;
  };
  const one = button({ text: "Step", click: () => change({ step: Math.min(state.step + 1, last()) }) });
  const playButton = button({
    text: "Play", click: () => {
      if (play.isPlaying()) return play.stop();
      if (state.step >= last()) state.step = 0;
      play.play(next, state.guessing ? 300 : 160);
    },
  });
  const reset = button({ text: "Reset", click: () => { 
      play.stop();
      view = null;
      change({ ...first, guessing: state.guessing, step: state.guessing ? 0 : first.step });
    } });
  const stepField = field({
    label: "step", least: 0, input: (k) => change({ step: Math.min(last(), Math.max(0, Math.round(k))) }),
  });
  const which = list({
    label: "point", options: names.map((name, i) => [i, name]), input: (i) => change({ chosen: Number(i) }),
  });
  const pointFields = [inputName, targetName].map((name, k) =>
    field({ label: name, input: (value) => {
      const place = [...state.points[state.chosen]];
      place[k] = value;
      movePoint(place, true);
    } }));
  const place = (what, label) => ["w", "b"].map((name, k) =>
    field({ label: `${label} ${name}`, input: (value) => {
      const from = [...(state[what] ?? state.start)];
      from[k] = value;
      change(what === "guess" ? { guess: from } : { start: from, ...anew() });
      fitView();
    } }));
  const startFields = place("start", "start");
  const guessFields = place("guess", "guess");
  const guessRow = html("div", { class: "row short" }, guessFields.map((f) => f.node));

  // --- its table
  const cells = [0, 1].map(() => [0, 1, 2, 3].map(() => html("td")));
  const heading = html("th", { scope: "colgroup", colspan: 2 });
  const table = html("table", {},
    html("caption", {}, "The two directions of the bowl (dashed)"),
    html("tr", {}, ["direction", "λ", "1 \u2212 lr · λ"].map((name) => html("th", { scope: "col", rowspan: 2 }, name)), heading),
    html("tr", {}, ["by formula", "by the steps"].map((name) => html("th", { scope: "col" }, name))),
    ["steepest", "flattest"].map((name, i) => html("tr", {}, html("th", { scope: "row" }, name), cells[i])));
  const answer = html("p", { class: "answer", role: "status" });

  // --- from state to state
  const anew = () => (state.guessing ? { guess: null, step: 0 } : {});

  function change(patch, busy = false) {
    state = { ...state, ...patch };
    play.redraw(busy);
  }

  /** Return the same line and the same share of the limit, in other inputs. */
  function transformed(name) {
    const old = bowlOf(state.points, state.inputs);
    const other = bowlOf(state.points, name);
    const [w, b] = state.start;
    const slope = w / old.unit;
    view = null;
    return {
      inputs: name, lr: (state.lr / old.limit) * other.limit, ...anew(),
      start: [slope * other.unit, b + slope * (other.middle - old.middle)],
    };
  }

  function movePoint(to, rests) {
    const points = state.points.map((old, i) => (i === state.chosen ? to : old));
    const values = points.map(([x]) => x);
    // Inputs that are all alike have no bowl.
    if (Math.max(...values) - Math.min(...values) < 1e-3 * (right - left)) return;
    change({ points, ...anew() }, !rests);
    if (rests) fitView();
  }

  /** Look at another part of the bowl, if its lowest point or the start has left the picture. */
  function fitView() {
    const found = bowlOf(state.points, state.inputs);
    const seen = (at) => at.every((v, i) => Math.abs(v - view.middle[i]) <= 0.98 * view.reach[i]);
    if (!seen(found.lowest) || !seen(state.start)) view = null;
    play.redraw();
  }

  function follow() {
    const key = [state.points, state.inputs, state.start, state.lr];
    if (world?.key.every((part, i) => part === key[i])) return;
    const found = bowlOf(state.points, state.inputs);
    const power = Math.floor(Math.log10(bowlOf(data.points, state.inputs).limit));
    world = { key, bowl: found, path: descend(found, state.start, state.lr), range: [power - 3, power + 2] };
  }

  function draw() {
    follow();
    const { bowl: found, path, range } = world;
    view ??= { middle: found.lowest, reach: reachOf(found, state.start) };
    const { step } = state;
    const hidden = state.guessing && state.guess === null; // nothing is shown before a guess
    const [w, b] = path.steps(step);
    const heights = ([p, q]) => [left, right].map((x) => [x, q + (p * (x - found.middle)) / found.unit]);
    const seen = [w, b].every(Number.isFinite);

    // The points.
    startLine(heights(state.start));
    line(seen ? heights([w, b]) : []);
    const [bottom, top] = [fit.y.invert(fit.box.bottom), fit.y.invert(fit.box.top)];
    misses(seen ? state.points.map(([x, y]) => {
      const pred = b + (w * (x - found.middle)) / found.unit;
      return [[x, y], [x, Math.max(bottom, Math.min(top, pred))]];
    }) : []);
    dots(state.points.map((at) => [at, at]));
    grips.forEach((move, i) => move(state.points[i]));
    labels.forEach((write, i) => write(names[i], state.points[i]));
    const [px, py] = state.points[state.chosen];
    point([px, py], `${inputName} ${short(px)}, ${targetName} ${short(py)}`, `point ${names[state.chosen]}, of ${names.length}`);

    // The bowl.
    const [[mw, mb], [rw, rb]] = [view.middle, view.reach];
    above.axes({
      x: { domain: [mw - rw, mw + rw] }, y: { domain: [mb - rb, mb + rb] },
      xlabel: `weight w (${unit} per ${state.inputs === "standardised" ? "standard deviation" : inputUnit})`,
    });
    const corners = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map(([i, j]) => lossAt(found, [mw + i * rw, mb + j * rb]));
    const levels = roundLevels(found.least, Math.max(...corners) || 1);
    ellipses({ ...found, levels });
    valley(found.directions.map(([p, q]) => {
      const long = 2 / Math.max(Math.abs(p) / rw, Math.abs(q) / rb); // out of the picture on both sides
      return [-long, long].map((s) => [found.lowest[0] + s * p, found.lowest[1] + s * q]);
    }));
    lowest(found.lowest);
    lowestName(`lowest: ${short(found.least)}`, found.lowest);
    const upTo = hidden ? [] : [...Array(Math.min(step, 300) + 1).keys(), ...grid.filter((k) => k > 300 && k < step), step];
    const way = upTo.map((k) => path.steps(k)).filter((at) => at.every(Number.isFinite));
    trail(way);
    stops(way.slice(0, 61).filter(above.holds).map((at) => [at, at]));
    present(hidden ? null : [w, b]);
    start(state.start, `w ${short(state.start[0])}, b ${short(state.start[1])}`);
    startName("start", state.start);
    const at = state.guess ?? state.start;
    guess(state.guessing ? at : null, state.guess ? `w ${short(at[0])}, b ${short(at[1])}` : "no guess yet: arrow keys move it");
    set(guess.node, "opacity", state.guess ? 1 : 0);

    // The loss.
    const begin = path.loss(0);
    const low = 10 ** Math.floor(Math.log10(Math.max(found.least, 1e-8 * begin, 1e-300)) - 0.2);
    const high = 10 ** Math.ceil(Math.log10(Math.max(begin, found.least, 1e-299)) + 0.5);
    curve.axes({ y: { domain: [low, high] } });
    const clipped = (k) => [k, Math.min(1e3 * high, Math.max(low, path.loss(k)))];
    floor(found.least > 0 ? [[0, found.least], [nSteps, found.least]] : []);
    floorName(found.least > 0 ? `least loss ${short(found.least)}` : "", [0, found.least || low]);
    future(state.guessing ? [] : grid.filter((k) => k >= step).map(clipped));
    past(hidden ? [] : [...grid.filter((k) => k < step), step].map(clipped));
    now(hidden ? null : clipped(step));

    // The table: what the closed form predicts, and what the steps themselves have left.
    const away = [w - found.lowest[0], b - found.lowest[1]];
    setText(heading, `left after ${numberText(step)} step${step === 1 ? "" : "s"}`);
    path.factors.forEach((r, i) => {
      const [p, q] = found.directions[i];
      const actual = path.distances[i] === 0 ? 0 : Math.abs((p * away[0] + q * away[1]) / path.distances[i]);
      const texts = [short(found.curvatures[i]), factorText(r), shareText(Math.abs(r) ** step), shareText(actual)];
      texts.forEach((text, k) => setText(cells[i][k], hidden && k > 1 ? "?" : text));
    });
    setText(answer, state.guessing && state.guess && step >= last()
      ? wordsOfGuess({ bowl: found, path, guess: state.guess, step, unit }) : "");

    // The controls.
    inputs.show(state.inputs);
    guessing.show(state.guessing);
    rate.show({
      low: range[0], high: range[1], value: Math.log10(state.lr), text: short(state.lr),
      mark: Math.log10(found.limit), markText: `limit 2/λmax = ${fourDigits(found.limit)}`,
    });
    rateField.show(state.lr);
    one.show({ disabled: hidden || step >= last() });
    playButton.show({ text: play?.isPlaying() ? "Pause" : "Play", disabled: hidden });
    stepField.show(step);
    stepField.box.disabled = hidden;
    which.show(state.chosen);
    pointFields.forEach((f, k) => f.show(state.points[state.chosen][k]));
    startFields.forEach((f, k) => f.show(state.start[k]));
    guessFields.forEach((f, k) => f.show(state.guess?.[k]));
    guessRow.style.visibility = state.guessing ? "visible" : "hidden";

    return hidden
      ? wordsBefore(state.lr, last())
      : wordsOf({ ...world, ...state, nSteps, unit, view });
  }

  let play = null;
  play = stage(root, {
    parts: [
      html("div", { class: "row" }, inputs.node, guessing.node),
      html("div", { class: "row short" }, rate.node, rateField.node),
      html("div", { class: "row short" }, one.node, playButton.node, reset.node, stepField.node),
      html("div", { class: "columns" },
        html("div", {}, fit.node, html("div", { class: "row short" }, which.node, pointFields.map((f) => f.node))),
        html("div", {}, above.node, html("div", { class: "row short" }, startFields.map((f) => f.node)), guessRow)),
      html("div", { class: "columns" }, curve.node, html("div", {}, table, answer)),
    ],
    draw,
  });
}

/** Write a factor; close to 1 with enough digits to tell it from 1. */
const factorText = (r) => (Math.abs(r) > 0.99 && Math.abs(r) < 1.01 ? numberText(r) : short(r));

/** Write what is left of a distance; where it has grown, how many times as long it is. */
const shareText = (share) => (share > 1.0001 ? `${short(share)} times` : Number.isFinite(share) ? percent(share) : "no finite number");

mount("bowl", bowl);
