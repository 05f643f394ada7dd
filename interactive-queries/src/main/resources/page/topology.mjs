// The topology as a picture, with what goes through it now.

import { get } from "./api.mjs";
import { bytes, cut, h, rate, svg, whole } from "./dom.mjs";
import { placePart, placeParts } from "./layout.mjs";
import { perSecond, restored } from "./sample.mjs";

const MARGIN = 8;
const LEAST_SCALE = 0.6;

/** KSTREAM-AGGREGATE-0000000003 as "aggregate 3"; names that the program has given stay as they are. */
function readable(name) {
  const found = /^K(STREAM|TABLE)-(.+?)-?(\d{10})$/.exec(name);
  if (!found) {
    return name;
  }
  const words = found[2].toLowerCase().replaceAll("-", " ");
  return `${found[1] === "TABLE" && !words.startsWith("table") ? "table " : ""}${words} ${Number(found[3])}`;
}

function topicsOf(node) {
  return node.topicPattern ? [node.topicPattern] : node.topicPerRecord ? ["a topic per record"] : node.topics || [];
}

function label(node) {
  if (node.kind === "store") {
    return { main: cut(node.name, 24), sub: "" };
  }
  const name = readable(node.name);
  return node.kind === "processor" ? { main: cut(name, 30), sub: "" } : { main: cut(topicsOf(node).join(", "), 30), sub: cut(name, 30) };
}

export class TopologyView {
  constructor() {
    this.picture = h("div", { class: "picture" });
    this.details = h("aside", { class: "details", "aria-live": "polite", "aria-label": "Details of the selected part" }, h("p", {}, "Select a part of the picture to see more of it."));
    this.element = h(
      "section",
      { "aria-labelledby": "topology-title", class: "topology" },
      h("h2", { id: "topology-title" }, "Topology"),
      h(
        "ul",
        { class: "legend", "aria-label": "Legend" },
        ["source", "processor", "store", "sink"].map((kind) => h("li", { class: `key ${kind}` }, kind)),
        h("li", { class: "key handover" }, "through a topic"),
      ),
      this.picture,
      this.details,
    );
    this.shapes = new Map(); // by id of the item: its group, texts and data
    this.selected = null;
    this.width = 0;
    new ResizeObserver(() => {
      if (this.graph && Math.abs(this.picture.clientWidth - 20 - this.width) > 8) {
        this.draw();
      }
    }).observe(this.picture);
  }

  show() {}

  async update(before, now) {
    this.before = before;
    this.now = now;
    if (!this.graph) {
      this.graph = await get("/api/v1/topology");
      this.draw();
    }
    this.refresh();
  }

  // ---- drawing

  draw() {
    this.width = (this.picture.clientWidth || 800) - 20;
    const boxes = this.graph.subtopologies.map((part) => placePart(part, label));
    const handovers = this.handovers(boxes);
    const size = placeParts(boxes, handovers.map(({ from, to }) => [from.box, to.box]), this.width / LEAST_SCALE);
    const width = size.width + 2 * MARGIN;
    const height = size.height + 2 * MARGIN;
    const scale = Math.max(LEAST_SCALE, Math.min(1, this.width / width));
    this.shapes.clear();
    this.boxes = boxes.map((box) => this.box(box));
    this.picture.replaceChildren(
      svg(
        "svg",
        { width: width * scale, height: height * scale, viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`, role: "group", "aria-label": "Topology" },
        svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { d: "M0 0 8 4 0 8z" }))),
        this.boxes.map(({ back }) => back),
        handovers.map((handover) => this.handover(handover, boxes)),
        this.boxes.map(({ group }) => group),
      ),
    );
    this.refresh();
  }

  /** Where one sub-topology writes what another reads. */
  handovers(boxes) {
    const readers = new Map();
    boxes.forEach((box, index) =>
      box.items.filter((item) => item.node?.kind === "source").forEach((item) => (item.node.topics || []).forEach((topic) => readers.set(topic, [...(readers.get(topic) || []), { box: index, item }]))),
    );
    return boxes.flatMap((box, index) =>
      box.items
        .filter((item) => item.node?.kind === "sink")
        .flatMap((item) => (item.node.topics || []).flatMap((topic) => (readers.get(topic) || []).map((to) => ({ topic, from: { box: index, item }, to })))),
    );
  }

  handover({ topic, from, to }, boxes) {
    const x1 = boxes[from.box].x + from.item.x + from.item.width / 2;
    const y1 = boxes[from.box].y + from.item.y + from.item.height;
    const x2 = boxes[to.box].x + to.item.x + to.item.width / 2;
    const y2 = boxes[to.box].y + to.item.y;
    const bend = Math.max(40, Math.abs(y2 - y1) / 2);
    return svg("path", { class: "handover", "marker-end": "url(#arrow)", d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` }, svg("title", {}, topic));
  }

  box(box) {
    const { part } = box;
    const numbers = svg("tspan", { class: "numbers", dx: 12 });
    const at = `translate(${box.x} ${box.y})`;
    const back = svg("rect", { class: "part-box", transform: at, width: box.width, height: box.height, rx: 10 });
    const group = svg(
      "g",
      { transform: at, class: "part" },
      svg("text", { class: "part-title", x: 12, y: 20 }, part.global ? `Global ${part.id}` : `Sub-topology ${part.id}`, numbers),
      box.lines.map((line) => this.line(line)),
      box.items.map((item) => this.item(item, part)),
    );
    return { part, back, group, numbers };
  }

  line({ from, points, isStore }) {
    const start = points[0];
    if (isStore) {
      const end = points[1];
      const same = start.layer === end.layer;
      const left = end.x > start.x;
      const x1 = same ? (left ? start.x + start.width : start.x) : start.x + start.width / 2;
      const y1 = same ? start.y + start.height / 2 : start.y + start.height;
      const x2 = same ? (left ? end.x : end.x + end.width) : end.x + end.width / 2;
      const y2 = same ? end.y + end.height / 2 : end.y;
      const d = same ? `M${x1} ${y1}L${x2} ${y2}` : `M${x1} ${y1}C${x1} ${y1 + 24} ${x2} ${y2 - 24} ${x2} ${y2}`;
      return svg("path", { class: "store-line", d });
    }
    let d = `M${start.x + start.width / 2} ${start.y + start.height}`;
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1];
      const b = points[i];
      const ax = a.x + a.width / 2;
      const ay = a.y + a.height;
      const bx = b.x + b.width / 2;
      const bend = (b.y - ay) / 2;
      d += `C${ax} ${ay + bend} ${bx} ${b.y - bend} ${bx} ${b.y}`;
      if (b.lane) {
        d += `V${b.y + b.height}`;
      }
    }
    const path = svg("path", { class: "edge", "marker-end": "url(#arrow)", d });
    path.dataset.from = from;
    return path;
  }

  item(item, part) {
    const kind = item.store ? "store" : item.node.kind;
    const text = label(item.node || { kind, name: item.store });
    const middle = item.width / 2;
    const numbers = svg("text", { class: "numbers", x: middle, y: item.height - (item.store ? 11 : 10), "text-anchor": "middle" });
    const shape = item.store
      ? svg("path", { class: "shape", d: `M0 6a${middle} 6 0 0 1 ${item.width} 0v${item.height - 12}a${middle} 6 0 0 1 ${-item.width} 0zm0 0a${middle} 6 0 0 0 ${item.width} 0` })
      : svg("rect", { class: "shape", width: item.width, height: item.height, rx: kind === "processor" ? 6 : 22 });
    const group = svg(
      "g",
      {
        class: `item ${kind}`,
        transform: `translate(${item.x} ${item.y})`,
        tabindex: 0,
        role: "button",
        "aria-label": `${kind} ${item.store || [text.main, text.sub].filter(Boolean).join(", ")}`,
        onclick: () => this.select(item.id),
        onkeydown: (event) => this.key(event, item),
      },
      svg("title", {}, item.store || item.node.name),
      shape,
      svg("text", { class: "main", x: middle, y: item.store ? 25 : 19, "text-anchor": "middle" }, text.main),
      numbers,
    );
    this.shapes.set(item.id, { group, numbers, item, part, sub: text.sub });
    return group;
  }

  key(event, item) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.select(item.id);
      return;
    }
    const next = { ArrowDown: item.below, ArrowUp: item.above }[event.key];
    if (next) {
      let other = next[0];
      while (other?.lane) {
        other = event.key === "ArrowDown" ? other.below[0] : other.above[0];
      }
      const target = other && this.shapes.get(other.id);
      if (target) {
        event.preventDefault();
        target.group.focus();
      }
    }
  }

  // ---- what changes

  select(id) {
    this.selected = id;
    this.refresh();
  }

  refresh() {
    if (!this.now || !this.boxes) {
      return;
    }
    for (const [id, shape] of this.shapes) {
      const { text, isAttention, isFlowing } = this.numbersOf(shape);
      shape.numbers.textContent = text || shape.sub;
      shape.group.classList.toggle("attention", isAttention);
      shape.group.classList.toggle("selected", id === this.selected);
      shape.isFlowing = isFlowing;
    }
    for (const edge of this.picture.querySelectorAll(".edge")) {
      edge.classList.toggle("flowing", Boolean(this.shapes.get(edge.dataset.from)?.isFlowing));
    }
    for (const { part, numbers } of this.boxes) {
      numbers.textContent = this.partNumbers(part);
    }
    this.describe();
  }

  partNumbers(part) {
    if (part.global) {
      return "";
    }
    const tasks = this.now.tasks().filter((task) => task.role === "active" && task.subtopology === part.id);
    const rates = tasks.map((task) => perSecond(this.before, this.now, "processedByTask", task.id)).filter(Number.isFinite);
    const lag = tasks.flatMap((task) => task.inputs).reduce((sum, input) => sum + (input.lag || 0), 0);
    const parts = [`${tasks.length} task${tasks.length === 1 ? "" : "s"}`];
    if (rates.length > 0) {
      parts.push(`${rate(rates.reduce((sum, one) => sum + one, 0))}/s`);
    }
    if (lag > 0) {
      parts.push(`lag ${whole(lag)}`);
    }
    return parts.join(" · ");
  }

  numbersOf(shape) {
    const { item } = shape;
    if (item.store) {
      const restores = this.now.restoreOf(item.store);
      if (restores.length > 0) {
        const done = restores.reduce((sum, restore) => sum + restored(restore), 0) / restores.length;
        return { text: `restoring ${Math.floor(100 * done)} %`, isAttention: true };
      }
      const size = this.now.bytes.get(item.store);
      return { text: size === undefined ? (shape.part.global ? "global" : "in memory") : bytes(size), isAttention: false };
    }
    const perS = perSecond(this.before, this.now, "processed", item.node.name);
    const drops = this.now.dropsOf(item.node.name);
    const lag = item.node.kind === "source" ? topicsOf(item.node).reduce((sum, topic) => sum + (this.now.lags.get(topic) || 0), 0) : 0;
    const parts = [];
    if (Number.isFinite(perS)) {
      parts.push(`${rate(perS)}/s`);
    }
    if (lag > 0) {
      parts.push(`lag ${whole(lag)}`);
    }
    if (drops > 0) {
      parts.push(`${whole(drops)} dropped`);
    }
    return { text: parts.join(" · "), isAttention: drops > 0, isFlowing: perS > 0 };
  }

  describe() {
    const shape = this.shapes.get(this.selected);
    if (!shape) {
      return;
    }
    const { item } = shape;
    const facts = [];
    const fact = (name, ...value) => facts.push(h("dt", {}, name), h("dd", {}, value));
    if (item.store) {
      fact("Size", this.now.bytes.has(item.store) ? `${bytes(this.now.bytes.get(item.store))} in files and write buffers of this instance` : "in memory, or not on this instance");
      fact("Used by", item.users.map((user) => user.id).join(", "));
      for (const restore of this.now.restoreOf(item.store)) {
        fact(`Partition ${restore.partition}`, h("progress", { max: 1, value: restored(restore) }), ` ${whole(restore.remaining)} records left to restore`);
      }
      fact("Contents", h("a", { href: `#/stores/${encodeURIComponent(item.store)}` }, "browse"));
    } else {
      const { node } = item;
      fact("Kind", node.kind);
      if (node.kind !== "processor") {
        fact("Topics", topicsOf(node).join(", "));
      }
      fact("Records", `${whole(this.now.processed.get(node.name) || 0)} on this instance, ${rate(perSecond(this.before, this.now, "processed", node.name))}/s`);
      if (node.kind === "source") {
        topicsOf(node).forEach((topic) => this.now.lags.has(topic) && fact(`Lag of ${topic}`, whole(this.now.lags.get(topic))));
      }
      if ((node.stores || []).length > 0) {
        fact("Stores", node.stores.map((store, index) => [index > 0 && ", ", h("a", { href: `#/stores/${encodeURIComponent(store)}` }, store)]));
      }
      (this.now.drops.get(node.name) || new Map()).forEach((count, reason) => fact("Dropped", `${whole(count)}: ${reason}`));
    }
    this.details.replaceChildren(h("h3", { class: "name" }, item.store || item.node.name), h("dl", {}, facts));
  }
}
