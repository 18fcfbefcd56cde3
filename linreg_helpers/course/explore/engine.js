// What the live figures share: numbers, axes, marks, handles, controls, and the stage they stand on.
//
// An explorer is one small module: a function of a stage and its data. It keeps a state, and draws
// a state as pictures and words; nothing is asked of a kernel or of a network. Python puts this
// file and the explorer's into one script (see _live.py), so `export` and `import` are for readers
// and for tools only.
//
// No plotting library serves here: uPlot draws on a canvas (no handles, no focus), Observable Plot
// (with d3, 350 KB) and Vega-Lite (500 KB) redraw whole pictures and drag nothing by keyboard.

// --- numbers, written as Python's number_text, short and percent write them -------------------

/** Round to significant digits, and a tie to the even digit, as Python does. */
export function significant(value, digits) {
  if (value === 0 || !Number.isFinite(value)) return value;
  const rounded = Number(value.toPrecision(digits));
  const exact = Math.abs(value).toPrecision(100).replace(/e.*/, "").replace(".", "").replace(/^0+/, "");
  if (!/^50*$/.test(exact.slice(digits)) || exact[digits - 1] % 2 === 1) return rounded;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return Number((rounded - Math.sign(value) * unit).toPrecision(digits));
}

/** Write a number as the course does: 33,060 and 0.5774, 1e-5 and 1e38 at the far ends. */
export function numberText(value) {
  const size = Math.abs(value);
  const sign = value < 0 ? "\u2212" : "";
  if (size === 0 || (size >= 1e-3 && size < 1e6)) {
    const [whole, part] = String(significant(size, 6)).split(".");
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  }
  const [mantissa, exponent] = significant(size, 3).toExponential().split("e");
  return `${sign}${mantissa}e${Number(exponent)}`;
}

export const short = (value) => numberText(significant(value, 3));
export const fourDigits = (value) => numberText(significant(value, 4));

/** Write a share as a percentage, without digits that would only say that it is tiny. */
export function percent(share) {
  if (share < 1 && share > 0.9999) return "over 99.99 %";
  if (share < 1e-5) return "below 0.001 %";
  return `${significant(100 * share, share > 0.1 ? 4 : 2)} %`;
}

/** Round numbers from 0 to the last, ten for each power of ten. */
export function stepsToShow(last) {
  const steps = new Set([0, last]);
  for (let power = 1; power <= last; power *= 10)
    for (const round of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8])
      if (Math.trunc(round * power) < last) steps.add(Math.trunc(round * power));
  return [...steps].sort((a, b) => a - b);
}

// --- gradient descent in the directions of the bowl, as _directions.py has it -----------------

/** Return the loss after k steps; Infinity where the loop's would be no finite number. */
export function lossAfter({ curvatures, weights, least, largest }, lr, k) {
  let loss = least;
  curvatures.forEach((c, i) => {
    if (weights[i] > 0) loss += weights[i] * Math.abs(1 - lr * c) ** (2 * k);
  });
  return loss <= largest ? loss : Infinity;
}

/** Return the steps at which a curve is drawn: evenly on a logarithmic scale, and the last. */
export function stepsToDraw(last, count = 300) {
  const steps = new Set([0]);
  for (let i = 0; i < count; i += 1) steps.add(Math.round(last ** (i / (count - 1))));
  return [...steps.add(last)];
}

// --- sentences, as _words.py has them -----------------------------------------------------------

/** Say which prediction is furthest from its target; both are rows of numbers. */
export function worstMiss(pred, target, rowNames, columnWords, unit) {
  let [worst, at] = [0, null];
  pred.forEach((row, i) =>
    row.forEach((value, j) => {
      const miss = value - target[i][j];
      if (Math.abs(miss) > Math.abs(worst)) [worst, at] = [miss, [rowNames[i], columnWords[j]]];
    }),
  );
  if (worst === 0) return "Every prediction equals its target.";
  const side = worst > 0 ? "too high" : "too low";
  return `The largest miss: ${at.filter(Boolean).join(", ")}, ${short(Math.abs(worst))} ${unit} ${side}.`;
}

/** Say how many marks lie outside of the picture, in a list; nothing for none. */
export function outside(count) {
  if (count === 0) return [];
  return [`${count === 1 ? "1 mark lies" : `${count} marks lie`} outside the picture, drawn at its edge.`];
}

// --- elements ---------------------------------------------------------------------------------

/** Make an HTML element: its attributes, its children. A function is a listener. */
export const html = (name, attributes, ...children) =>
  dress(document.createElement(name), attributes, children);
/** Make an SVG element. */
export const svg = (name, attributes, ...children) =>
  dress(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

function dress(node, attributes = {}, children) {
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  node.append(...children.flat().filter((child) => child != null));
  return node;
}

let count = 0;
const newId = () => `linreg-live-${Date.now().toString(36)}-${(count += 1)}`;

/** Set an attribute only when it has changed: the browser then has nothing to do. */
export function set(node, key, value) {
  const text = String(value);
  if (node.getAttribute(key) !== text) node.setAttribute(key, text);
}

/** Set a text only when it has changed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// --- axes ---------------------------------------------------------------------------------------

// "steps" is logarithmic from 1 on, with room for 0.
const BEND = {
  linear: { to: (v) => v, from: (v) => v },
  log: { to: Math.log10, from: (v) => 10 ** v },
  steps: {
    to: (v) => (v <= 1 ? 0.4 * v : 0.4 + Math.log10(v)),
    from: (v) => (v <= 0.4 ? v / 0.4 : 10 ** (v - 0.4)),
  },
};

/** Return a function from numbers to places, with its way back as `.invert`. */
export function scale(kind, [low, high], [from, to]) {
  const { to: bend, from: unbend } = BEND[kind];
  const [start, width] = [bend(low), bend(high) - bend(low)];
  const place = (value) => from + ((to - from) * (bend(value) - start)) / width;
  place.invert = (at) => unbend(start + (width * (at - from)) / (to - from));
  return place;
}

/** Return round numbers for an axis. */
export function ticks(kind, [low, high], wanted = 6) {
  if (kind === "steps") {
    const found = [0];
    for (let power = 1; power <= high * 1.0001; power *= 10) found.push(power);
    return found;
  }
  if (kind === "log") {
    const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
    const decades = Math.log10(high / low);
    const every = Math.max(1, Math.ceil(decades / wanted));
    const found = [];
    for (let power = first; power <= last; power += 1)
      for (const round of decades > 2.5 ? [1] : [1, 2, 5])
        if (power % every === 0) found.push(round * 10 ** power);
    return found.filter((value) => value >= low * 0.9999 && value <= high * 1.0001);
  }
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough * 0.9999);
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i += 1)
    found.push(significant(i * step, 12));
  return found;
}

const MARGIN = { left: 70, right: 12, top: 30, bottom: 44 };

/**
 * Make a picture with two axes. It has a fixed shape, and scales to the width that there is.
 *
 * Args: title, xlabel, ylabel; x and y: {kind, domain}; width, height and the left
 * margin, in units of the viewBox.
 * Returns the panel: `node`, `x` and `y` (scales), `axes({x, y})` for new domains or labels, and
 * what makes marks: `line`, `mark`, `text`, `ellipses`, `handle`. Each returns a function that
 * moves it.
 */
export function panel({ title, xlabel, ylabel, x, y, width = 410, height = 320, left = MARGIN.left }) {
  const box = {
    left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  const clip = newId();
  const grid = svg("g", { class: "grid" });
  const labels = svg("g", { class: "ticks" });
  const inside = svg("g", { "clip-path": `url(#${clip})` });
  const above = svg("g");
  const xname = svg("text", { x: (box.left + box.right) / 2, y: height - 8, class: "name" });
  const yname = svg("text", {
    transform: `translate(13 ${(box.top + box.bottom) / 2}) rotate(-90)`,
    class: "name",
  });
  const heading = svg("text", { x: (box.left + box.right) / 2, y: 19, class: "title" });
  const node = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "group" },
    svg("clipPath", { id: clip }, svg("rect", place(box))),
    grid,
    inside,
    svg("path", { class: "frame", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
    labels,
    above,
    xname,
    yname,
    heading,
  );
  const self = { node, box, inside, above };
  let drawn = "";

  /** Draw new axes, if they are new. */
  self.axes = ({ x: newX, y: newY, ...names } = {}) => {
    x = { ...x, ...newX };
    y = { ...y, ...newY };
    ({ title, xlabel, ylabel } = { title, xlabel, ylabel, ...names });
    const key = JSON.stringify([x, y, title, xlabel, ylabel]);
    if (key === drawn) return;
    drawn = key;
    setText(heading, title);
    setText(xname, xlabel);
    setText(yname, ylabel);
    set(node, "aria-label", title);
    self.x = scale(x.kind, x.domain, [box.left, box.right]);
    self.y = scale(y.kind, y.domain, [box.bottom, box.top]);
    const lines = [];
    const texts = [];
    for (const value of x.ticks ?? ticks(x.kind, x.domain)) {
      const at = self.x(value);
      lines.push(svg("path", { d: `M${at} ${box.top}V${box.bottom}` }));
      texts.push(svg("text", { x: at, y: box.bottom + 17 }, numberText(value)));
    }
    for (const value of y.ticks ?? ticks(y.kind, y.domain)) {
      const at = self.y(value);
      lines.push(svg("path", { d: `M${box.left} ${at}H${box.right}` }));
      texts.push(svg("text", { x: box.left - 6, y: at + 4, class: "end" }, numberText(value)));
    }
    grid.replaceChildren(...lines);
    labels.replaceChildren(...texts);
  };
  self.axes();

  /** Return where an event of the pointer is, in the numbers of the axes. */
  self.at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      node.getScreenCTM().inverse(),
    );
    return [self.x.invert(point.x), self.y.invert(point.y)];
  };

  /** Say whether two numbers have a place in the picture. */
  self.holds = ([a, b]) => {
    const [at, up] = [self.x(a), self.y(b)];
    return at >= box.left - 1 && at <= box.right + 1 && up >= box.top - 1 && up <= box.bottom + 1;
  };

  /** A line: call it with points, in the numbers of the axes; it is cut at the frame. */
  self.line = (look) => {
    const node = svg("path", { class: look, fill: "none" });
    inside.append(node);
    return (points) => {
      const ends = [];
      for (const [a, b] of points) {
        const [at, up] = [self.x(a), self.y(b)];
        const far = Math.max(Math.abs(at), Math.abs(up)) / 5000;
        if (far <= 1) {
          ends.push([at, up]);
          continue;
        }
        // Far outside of the picture, where a browser's arithmetic ends, the line ends too: the
        // last part is cut, and keeps its direction. No number at all ends it as well.
        const [x, y] = ends.at(-1) ?? [];
        if (far < Infinity && ends.length) ends.push([x + (at - x) / far, y + (up - y) / far]);
        break;
      }
      set(node, "d", ends.length ? `M${ends.map((p) => p.map((v) => v.toFixed(2)).join(" ")).join("L")}` : "");
    };
  };

  /** Many separate lines, each of two points. */
  self.segments = (look) => {
    const node = svg("path", { class: look, fill: "none" });
    inside.append(node);
    return (pairs) => {
      const parts = pairs.map(
        ([[a, b], [c, d]]) => `M${self.x(a).toFixed(2)} ${self.y(b).toFixed(2)}L${self.x(c).toFixed(2)} ${self.y(d).toFixed(2)}`,
      );
      set(node, "d", parts.join(""));
    };
  };

  /** A mark of a shape; call it with its two numbers, or with null to hide it. */
  self.mark = (shape, look, size = 6, layer = above) => {
    const node = svg("path", { class: look, d: SHAPES[shape](size) });
    layer.append(node);
    return (point) => {
      set(node, "visibility", point && self.holds(point) ? "visible" : "hidden");
      if (point && self.holds(point))
        set(node, "transform", `translate(${self.x(point[0])} ${self.y(point[1])})`);
    };
  };

  /** A text; call it with its words and its two numbers. It stands `dx, dy` beside them, or as told. */
  self.text = (look, dx = 0, dy = 0) => {
    const node = svg("text", { class: look, "aria-hidden": "true" });
    above.append(node);
    return (words, point, right = dx, down = dy) => {
      set(node, "visibility", words && point && self.holds(point) ? "visible" : "hidden");
      if (!words || !point) return;
      setText(node, words);
      set(node, "x", self.x(point[0]) + right);
      set(node, "y", self.y(point[1]) + down);
    };
  };

  /** A legend at the upper left: for each entry a shape (or "dash" for a line), its look, its text. */
  self.legend = (entries) =>
    entries.forEach(([shape, look, words], i) => {
      const [x, y] = [box.left + 20, box.top + 16 + 20 * i];
      const d = shape === "dash" ? "M-12 0H12" : SHAPES[shape](7);
      above.append(svg("path", { class: look, d, transform: `translate(${x} ${y})` }));
      above.append(svg("text", { class: "note", x: x + 20, y: y + 4 }, words));
    });

  /** A band over the whole height, from one number to another. */
  self.band = (from, to) =>
    inside.append(svg("rect", { class: "band", ...place({ ...box, left: self.x(from), right: self.x(to) }) }));

  /**
   * Exact ellipses of equal loss, `least + sum(curvature * distance²) / 2 = level`, each with its
   * level written on it; call it with the lowest point, the curvatures and the directions.
   */
  self.ellipses = () => {
    const ground = svg("rect", { ...place(box), class: "ground" });
    const shapes = svg("g");
    const notes = svg("g", { "aria-hidden": "true" });
    inside.append(ground, shapes, notes);
    return ({ lowest, curvatures, directions, least, levels }) => {
      const [one, many] = [self.x(1) - self.x(0), self.y(1) - self.y(0)]; // both axes are linear
      const ways = directions.map(([a, b]) => [a * one, b * many]);
      const strength = (i) => `${Math.round(6 + (34 * (i + 1)) / (levels.length + 1))}%`;
      set(ground, "style", `--strength: ${strength(levels.length - 1)}`);
      const [cx, cy] = [self.x(lowest[0]), self.y(lowest[1])];
      while (shapes.childNodes.length > levels.length) shapes.lastChild.remove();
      while (notes.childNodes.length > levels.length) notes.lastChild.remove();
      let last = null;
      levels.forEach((_, place) => {
        const i = levels.length - 1 - place; // the largest first, the smaller ones on top
        const reach = curvatures.map((c) => Math.sqrt((2 * (levels[i] - least)) / c));
        const [[a, b], [c, d]] = ways.map((way, k) => way.map((part) => part * reach[k]));
        const shape = shapes.childNodes[place] ?? shapes.appendChild(svg("circle", { r: 1 }));
        set(shape, "transform", `matrix(${a} ${b} ${c} ${d} ${cx} ${cy})`);
        set(shape, "style", `--strength: ${strength(i - 1)}`);
        const note = notes.childNodes[place] ?? notes.appendChild(svg("text", { class: "level" }));
        // Straight below the lowest point each line is crossed once: there its loss is written.
        const down = Math.abs(a * d - b * c) / Math.hypot(a, c);
        const [tx, ty] = [cx, cy + down];
        const seen = down > 12 && ty < box.bottom - 10 && ty > box.top && tx > box.left && tx < box.right;
        const free = last === null || last - ty > 15;
        set(note, "visibility", seen && free ? "visible" : "hidden");
        if (!seen || !free) return;
        last = ty;
        setText(note, numberText(levels[i]));
        set(note, "x", tx);
        set(note, "y", ty + 4);
      });
    };
  };

  /**
   * A mark that can be dragged with mouse and touch, and moved with the arrow keys.
   *
   * Args: shape, look, size; label: what it is, for a screen reader; move: function of the two
   * numbers where it is wanted, and whether it rests there; key: function of a key, for others.
   * Call what is returned with its two numbers and their words, or with null to hide it.
   */
  self.handle = ({ shape, look, size = 8, label, move, key = () => false, reach = 20 }) => {
    const node = svg(
      "g",
      { class: "handle", role: "slider", tabindex: "0", "aria-label": label },
      svg("circle", { r: reach, class: "reach" }),
      svg("path", { d: SHAPES[shape](size), class: look }),
    );
    above.append(node);
    let now = null;
    const clamp = ([a, b]) => [
      self.x.invert(Math.max(box.left, Math.min(box.right, self.x(a)))),
      self.y.invert(Math.max(box.top, Math.min(box.bottom, self.y(b)))),
    ];
    // Where it is wanted, which the next picture shows: two keys may come before it.
    const go = (to, rests) => move((now = clamp(to)), rests);
    drag(node, {
      begin: () => node.focus({ preventScroll: true }),
      move: (event) => go(self.at(event), false),
      end: () => go(now, true),
    });
    node.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (way && now) {
        const far = event.shiftKey ? 20 : 4; // in pixels
        go([self.x.invert(self.x(now[0]) + far * way[0]), self.y.invert(self.y(now[1]) + far * way[1])], true);
      } else if (!key(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    const show = (point, words, name) => {
      now = point;
      set(node, "display", point ? "inline" : "none");
      if (!point) return;
      const at = clamp(point);
      set(node, "transform", `translate(${self.x(at[0])} ${self.y(at[1])})`);
      set(node, "aria-valuenow", significant(point[1], 4));
      set(node, "aria-valuetext", words);
      if (name) set(node, "aria-label", name);
    };
    show.node = node;
    return show;
  };
  return self;
}

const place = ({ left, right, top, bottom }) => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});

const polygon = (corners) => `M${corners.map((p) => p.join(" ")).join("L")}Z`;
export const SHAPES = {
  circle: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  triangle: (r) => polygon([[0, -1.2 * r], [1.1 * r, 0.8 * r], [-1.1 * r, 0.8 * r]]),
  diamond: (r) => polygon([[0, -1.3 * r], [1.3 * r, 0], [0, 1.3 * r], [-1.3 * r, 0]]),
  square: (r) => polygon([[-r, -r], [r, -r], [r, r], [-r, r]]),
  star: (r) =>
    polygon(
      Array.from({ length: 10 }, (_, i) => {
        const [far, turn] = [i % 2 ? 0.55 * r : 1.35 * r, (Math.PI * i) / 5];
        return [far * Math.sin(turn), -far * Math.cos(turn)].map((v) => v.toFixed(2));
      }),
    ),
  cross: (r) => `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`,
};
/** The shape and the look of a target's marks: two cues, as everywhere in the course. */
export const cue = (target) =>
  [["circle", "fill blue"], ["triangle", "fill orange"], ["square", "fill green"], ["diamond", "fill dark"]][target % 4];

/** Follow a pointer, mouse and touch alike, from where it goes down until it goes up. */
export function drag(node, { begin = () => {}, move, end = () => {} }) {
  let held = null;
  // The page does not scroll away from under a finger that holds something.
  node.addEventListener(
    "touchstart",
    (event) => event.target.closest(".handle, .grip") && event.preventDefault(),
    { passive: false },
  );
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || begin(event) === false) return;
    held = event.pointerId;
    node.setPointerCapture(held);
    event.preventDefault(); // no text is selected, nothing is scrolled
    event.stopPropagation();
  });
  node.addEventListener("pointermove", (event) => held === event.pointerId && move(event));
  for (const over of ["pointerup", "pointercancel"])
    node.addEventListener(over, (event) => {
      if (held !== event.pointerId) return;
      held = null;
      end(event);
    });
}

// --- controls -----------------------------------------------------------------------------------

/**
 * A slider with a mark: the place of a special value on it.
 *
 * Args: label; input: function of the new value. Call `.show({low, high, value, text, mark,
 * markText})`, where all numbers are places on the slider (take logarithms before).
 */
export function slider({ label, input, step = 0.01 }) {
  const id = newId();
  const range = html("input", { type: "range", id, step, input: () => input(Number(range.value)) });
  const readout = html("output", { for: id });
  const mark = html("span", { class: "limit", "aria-hidden": "true" });
  const name = html("label", { for: id }, label);
  const node = html("div", { class: "slider" }, html("div", {}, name, " ", readout), html("div", { class: "track" }, mark, range));
  const show = ({ low, high, value, text, mark: at, markText }) => {
    set(range, "min", low);
    set(range, "max", high);
    if (Number(range.value) !== value) range.value = value;
    set(range, "aria-valuetext", text + (markText ? ` (${markText})` : ""));
    setText(readout, text);
    const seen = at != null && at >= low && at <= high;
    set(mark, "style", seen ? `--at: ${(at - low) / (high - low)}` : "display: none");
    set(mark, "data-side", (at - low) / (high - low) > 0.5 ? "left" : "right");
    setText(mark, markText ?? "");
  };
  return { node, show, range };
}

/** Put a label before a field. */
function named(label, box) {
  box.id = newId();
  return html("span", { class: "field" }, html("label", { for: box.id }, label), " ", box);
}

/** A field for a number. It takes what was typed when it is a number; `.show(value)` sets it. */
export function field({ label, input, least = null }) {
  const take = () => box.value !== "" && Number.isFinite(box.valueAsNumber) && input(box.valueAsNumber);
  const box = html("input", {
    type: "number",
    step: "any",
    min: least,
    change: take,
    keydown: (event) => event.key === "Enter" && take(),
  });
  const node = named(label, box);
  const show = (value) => {
    const rounded = significant(value ?? 0, 5);
    const tiny = rounded !== 0 && Math.abs(rounded) < 1e-3;
    const text = value == null ? "" : tiny ? rounded.toExponential() : String(rounded);
    if (document.activeElement !== box || box.dataset.shown !== text) box.value = text;
    box.dataset.shown = text;
  };
  return { node, show, box };
}

/** A button; `.show({text, disabled})` changes it. */
export function button({ text, click }) {
  const node = html("button", { type: "button", click }, text);
  const show = ({ text: words = text, disabled = false }) => {
    setText(node, words);
    node.disabled = disabled;
  };
  return { node, show };
}

/** A box to tick. */
export function checkbox({ label, input }) {
  const box = html("input", { type: "checkbox", change: () => input(box.checked) });
  return { node: html("label", { class: "box" }, box, ` ${label}`), show: (on) => (box.checked = on), box };
}

/** A choice of few: all of them can be seen. `options` are pairs of value and label. */
export function choice({ label, options, input }) {
  const name = newId();
  const boxes = options.map(([value]) =>
    html("input", { type: "radio", name, value, change: () => input(value) }),
  );
  const node = html(
    "fieldset",
    { class: "choice" },
    html("legend", {}, label),
    boxes.map((box, i) => html("label", {}, box, ` ${options[i][1]}`)),
  );
  return { node, show: (value) => boxes.forEach((box) => (box.checked = box.value === value)) };
}

/** A list to choose from. `options` are pairs of value and label. */
export function list({ label, options, input }) {
  const box = html(
    "select",
    { change: () => input(box.value) },
    options.map(([value, text]) => html("option", { value }, text)),
  );
  return { node: named(label, box), show: (value) => (box.value = String(value)), box };
}

// --- the stage ------------------------------------------------------------------------------------

/** Say whether the reader asks for less motion. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Stand an explorer in the place of its still picture.
 *
 * `parts` are what it consists of, from top to bottom: nodes, in rows that wrap. `draw` draws the
 * state and returns its words. Returns `redraw(busy)`, which asks for a new picture with the next
 * frame of the screen, however often it is called, and `play(next, milliseconds)`, which calls
 * `next` until it returns false. While `busy` the words are not read aloud: that waits for rest.
 */
export function stage(root, { parts, draw }) {
  const words = html("p", { class: "words", role: "status", "aria-live": "polite" });
  const live = html("div", { class: "live" }, parts, words);
  // JupyterLab asks the node that has the focus whether it takes its keys for shortcuts.
  for (const node of live.querySelectorAll("button, input, select, .handle"))
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  let asked = 0;
  let playing = 0;
  const paint = () => {
    asked = 0;
    setText(words, draw());
  };
  const redraw = (busy = false) => {
    set(words, "aria-busy", busy);
    asked ||= requestAnimationFrame(paint);
  };
  const stop = () => {
    cancelAnimationFrame(playing);
    playing = 0;
    redraw();
  };
  const play = (next, pause) => {
    if (still()) while (next());
    if (still()) return stop();
    let last = performance.now();
    const tick = (now) => {
      if (!playing || !root.isConnected) return;
      if (now - last >= pause) {
        last = now;
        if (!next()) return stop();
        redraw(true);
      }
      playing = requestAnimationFrame(tick);
    };
    playing = requestAnimationFrame(tick);
    redraw(true);
  };
  paint();
  root.querySelector(":scope > .still").replaceWith(live); // drawn already: nothing flickers
  return { redraw, play, stop, isPlaying: () => playing !== 0 };
}

/** Bring to life what stands on the page: every explorer of this name that is still a picture. */
export function mount(name, explorer) {
  for (const root of document.querySelectorAll(`[data-explorer="${name}"]:not([data-live])`)) {
    root.dataset.live = "";
    explorer(root, JSON.parse(root.querySelector("script").textContent));
  }
}
