// Places a graph: each sub-topology in layers from top to bottom (as Sugiyama, Tagawa and Toda do it: longest path, barycentres), its
// stores beside their operators, and the sub-topologies below one another in the order in which records go through them.

const NODE_HEIGHT = 46;
const STORE_HEIGHT = 50;
const ROW = 78;
const GAP = 22;
const PADDING = 16;
const TITLE = 30;
const BETWEEN = 46;
const SWEEPS = 6;

/** About how wide texts are; capitals are wider. */
function widthOf(...texts) {
  const widths = texts.map((text) => 28 + 7 * text.length + 2 * (text.match(/[A-Z_]/g) || []).length);
  return Math.max(140, ...widths);
}

/** Nodes, stores and edges of a sub-topology as places {x, y, width, height} and lines of points, from (0, 0) on. */
export function placePart(part, label) {
  const items = new Map();
  for (const node of part.nodes) {
    const text = label(node);
    items.set(node.name, { id: node.name, node, width: widthOf(text.main, text.sub), height: NODE_HEIGHT, above: [], below: [] });
  }
  for (const { from, to } of part.edges) {
    items.get(from).below.push(items.get(to));
    items.get(to).above.push(items.get(from));
  }
  const layers = layered([...items.values()]);
  addStores(part, items, layers, label);
  const lanes = addLanes(part, items, layers);
  order(layers);
  place(layers);
  const all = layers.flat();
  const left = Math.min(...all.map((item) => item.x));
  const right = Math.max(...all.map((item) => item.x + item.width));
  for (const item of all) {
    item.x += PADDING - left;
    item.y += TITLE + PADDING / 2;
  }
  return {
    part,
    items: all.filter((item) => item.node || item.store),
    lines: [...lanes, ...storeLines(all)],
    width: Math.max(right - left + 2 * PADDING, 230),
    height: TITLE + PADDING / 2 + layers.length * ROW - (ROW - NODE_HEIGHT) + PADDING,
  };
}

function layered(items) {
  const layers = [];
  const depth = new Map();
  const depthOf = (item) => {
    if (!depth.has(item)) {
      depth.set(item, 0);
      depth.set(item, Math.max(0, ...item.above.map((parent) => depthOf(parent) + 1)));
    }
    return depth.get(item);
  };
  for (const item of items) {
    item.layer = depthOf(item);
    (layers[item.layer] ||= []).push(item);
  }
  return layers;
}

/** A store stands in the layer of the last operator that uses it. */
function addStores(part, items, layers, label) {
  for (const name of part.stores) {
    const users = part.nodes.filter((node) => (node.stores || []).includes(name)).map((node) => items.get(node.name));
    if (users.length > 0) {
      const layer = Math.max(...users.map((user) => user.layer));
      const store = { id: `store ${name}`, store: name, users, layer, width: widthOf(label({ kind: "store", name }).main), height: STORE_HEIGHT, above: [], below: [] };
      layers[layer].push(store);
    }
  }
}

/** An edge over several layers gets a place in each of them, so that it does not run through nodes. */
function addLanes(part, items, layers) {
  return part.edges.map(({ from, to }) => {
    const start = items.get(from);
    const end = items.get(to);
    const points = [start];
    for (let layer = start.layer + 1; layer < end.layer; layer++) {
      const lane = { id: `${from} ${to} ${layer}`, lane: true, layer, width: 14, height: NODE_HEIGHT, above: [points[points.length - 1]], below: [] };
      points[points.length - 1].below.push(lane);
      layers[layer].push(lane);
      points.push(lane);
    }
    if (points.length > 1) {
      start.below = start.below.filter((item) => item !== end);
      end.above = end.above.map((item) => (item === start ? points[points.length - 1] : item));
      points[points.length - 1].below.push(end);
    }
    return { from, to, points: [...points, end] };
  });
}

function mean(numbers, otherwise) {
  return numbers.length === 0 ? otherwise : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function order(layers) {
  const rank = () => layers.forEach((layer) => layer.forEach((item, index) => (item.rank = index)));
  const near = (item, side) =>
    item.store
      ? mean(item.users.filter((user) => user.layer === item.layer).map((user) => user.rank + 0.4), item.rank)
      : mean(item[side].map((other) => other.rank), item.rank);
  rank();
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const downwards = sweep % 2 === 0;
    for (const layer of downwards ? layers : [...layers].reverse()) {
      const keys = new Map(layer.map((item) => [item, item.store ? 0 : near(item, downwards ? "above" : "below")]));
      layer.filter((item) => !item.store).sort((a, b) => keys.get(a) - keys.get(b)).forEach((item, index) => (item.rank = index));
      layer.filter((item) => item.store).forEach((item) => (item.rank = near(item)));
      layer.sort((a, b) => a.rank - b.rank);
      layer.forEach((item, index) => (item.rank = index));
    }
  }
}

/** Each as near to the middle of its neighbours as those beside it let it. */
function place(layers) {
  layers.forEach((layer, index) => {
    let x = 0;
    for (const item of layer) {
      item.x = x;
      item.y = index * ROW + (NODE_HEIGHT - item.height) / 2;
      x += item.width + GAP;
    }
  });
  const middle = (item) => item.x + item.width / 2;
  for (let sweep = 0; sweep < 2 * SWEEPS; sweep++) {
    const side = sweep % 2 === 0 ? "above" : "below";
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      const wanted = layer.map((item) =>
        item.store ? null : mean(item[side].map(middle), middle(item)) - item.width / 2,
      );
      settle(layer, wanted);
    }
  }
}

/** Puts items where they want to be, apart from each other: groups that would overlap move together to their mean. */
function settle(layer, wanted) {
  const groups = [];
  layer.forEach((item, index) => {
    let group = { items: [item], width: item.width, wish: wanted[index] === null ? null : wanted[index], weight: wanted[index] === null ? 0 : 1 };
    while (groups.length > 0) {
      const last = groups[groups.length - 1];
      const end = last.x + last.width + GAP;
      const start = group.weight === 0 ? end : group.wish;
      if (start >= end && group.weight > 0) {
        break;
      }
      groups.pop();
      const weight = last.weight + group.weight;
      const shifted = group.weight === 0 ? 0 : (group.wish - last.width - GAP) * group.weight;
      group = {
        items: [...last.items, ...group.items],
        width: last.width + GAP + group.width,
        weight,
        wish: weight === 0 ? last.x : (last.weight * (last.weight === 0 ? 0 : last.wish) + shifted) / weight,
      };
    }
    group.x = group.weight === 0 ? (group.x ?? item.x) : group.wish;
    groups.push(group);
  });
  for (const group of groups) {
    let x = group.x;
    for (const item of group.items) {
      item.x = x;
      x += item.width + GAP;
    }
  }
}

function storeLines(all) {
  return all.filter((item) => item.store).flatMap((store) => store.users.map((user) => ({ from: user.id, to: store.id, isStore: true, points: [user, store] })));
}

/**
 * Puts the sub-topologies in rows no wider than the window, if they fit; those that pass nothing on to others come last, so that no line runs through them.
 * @param handovers pairs of indexes: from which sub-topology records go to which
 */
export function placeParts(boxes, handovers, windowWidth) {
  const depth = boxes.map(() => 0);
  for (let round = 0; round < boxes.length; round++) {
    for (const [from, to] of handovers) {
      if (from !== to && depth[to] <= depth[from] && depth[from] + 1 < boxes.length) {
        depth[to] = depth[from] + 1;
      }
    }
  }
  const isLinked = (index) => handovers.some(([from, to]) => from !== to && (from === index || to === index));
  const last = Math.max(0, ...depth) + 1;
  boxes.forEach((box, index) => (depth[index] = isLinked(index) ? depth[index] : last));
  let y = 0;
  let width = 0;
  for (let layer = 0; layer <= Math.max(0, ...depth); layer++) {
    let x = 0;
    let rowHeight = 0;
    boxes.forEach((box, index) => {
      if (depth[index] !== layer) {
        return;
      }
      if (x > 0 && x + box.width > windowWidth) {
        y += rowHeight + BETWEEN / 2;
        x = 0;
        rowHeight = 0;
      }
      box.x = x;
      box.y = y;
      x += box.width + BETWEEN / 2;
      rowHeight = Math.max(rowHeight, box.height);
      width = Math.max(width, box.x + box.width);
    });
    y += rowHeight > 0 ? rowHeight + BETWEEN : 0;
  }
  return { width, height: Math.max(0, y - BETWEEN) };
}
