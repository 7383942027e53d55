"use strict";
// A large network as groups that open: what is visible, where it stands, and what the address says of it.
const MapScene = (() => {
  const { data, nodes, edges, byId, edgeById, say, plain } = MapModel;
  const figure = (number) => new Intl.NumberFormat(data.language).format(number);
  const [LEAST, MOST] = data.group.radii;
  const MARGIN = 26; // pixels around the members of an open group
  const LONGEST = 30; // letters of a title on one line
  const closed = { kind: "Group", kindLabel: say("group.kind"), kindsLabel: "", label: "", path: data.group.path, fill: data.group.fill, ink: "#16213a", boxed: false, shown: true };
  const headed = { ...closed, fill: data.group.head, ink: "#ffffff", boxed: true };
  const NEAREST = 200; // nodes of a picture around some nodes
  let first = nodes.length;
  const ways = new Map(data.groupings.map((way) => [way.by, { ...way, groups: way.groups.map((group, number) => thingOf(way, group, number)) }]));
  const groupById = new Map([...ways.values()].flatMap((way) => way.groups.map((group) => [group.id, group])));
  const byNumber = new Map([...groupById.values()].map((group) => [group.i, group]));
  const scene = { things: [], lines: [], left: 0, frames: [], byLine: new Map() };

  function thingOf(way, group, number) {
    first += 1;
    return {
      ...group, group: true, i: first - 1, id: `${way.by}:${group.key}`, by: way.by, number, font: data.group.font, closedRoom: group.room, named: group.lines,
      style: closed, card: { name: group.name, status: "stated", alt: [], facts: [], sources: [], note: null }, links: [], near: new Set(),
      x: 0, y: 0, radius: LEAST, seen: false, labelled: true, count: 0, shownCount: 0, drawn: way.members[number], spots: way.spots[number],
      holds: (i) => way.of[i] === number,
    };
  }

  const wayOf = (by) => ways.get(by) || ways.get(data.by);
  const groupOf = (node, state = MapState.now) => wayOf(state.by).groups[wayOf(state.by).of[node.i]];
  const isOpen = (group, state = MapState.now) => state.open.includes(group.key);
  const thing = (id) => byId.get(id) || groupById.get(id);
  const line = (id) => edgeById.get(id) || scene.byLine.get(id) || MapBundles.named(id, (by, number) => ways.get(by)?.groups[number]);
  // Whether some nodes are shown with their real neighbours, wherever these are grouped.
  const alone = (state) => state.picked.length > 0 && state.picked.every((id) => byId.has(id)) && (state.around || state.degree > 1 || state.path);

  function compose(seen, drawn, narrow) {
    const state = MapState.now;
    for (const node of nodes) node.seen = false;
    for (const group of groupById.values()) Object.assign(group, { seen: false, links: [], near: new Set() });
    Object.assign(scene, { frames: [], left: 0 });
    if (alone(state)) around(state, seen);
    else gathered(state, seen, narrow);
    scene.byLine = new Map(scene.lines.map((one) => [one.id, one]));
    for (const one of scene.lines) {
      const ends = [thing(one.from), thing(one.to)];
      ends.forEach((end, k) => {
        if (!end.group) return;
        end.near.add(ends[1 - k].i);
        end.links.push(...one.links);
      });
    }
  }

  function gathered(state, seen, narrow) {
    const way = wayOf(state.by);
    const stands = nodes.map((node) => (seen(node) ? way.groups[way.of[node.i]] : null));
    for (const group of way.groups) Object.assign(group, { count: 0, shownCount: 0 });
    for (const group of stands) if (group) group.count += 1;
    const shown = way.groups.filter((group) => group.count);
    const frames = way.places[narrow ? "tall" : "wide"];
    const places = shown.every((group) => frames.first[group.number]) ? frames.first : frames.every;
    for (const group of shown) {
      group.seen = true;
      if (isOpen(group, state)) open(group, state, stands);
      else close(group, narrow);
    }
    spread(shown, places);
    const members = nodes.filter((node) => stands[node.i] === node);
    scene.things = [...shown, ...members];
    scene.lines = MapBundles.between(stands);
  }

  // The lines of a group's name, and how many members it has.
  function counted(group) {
    const lines = group.named.slice();
    const last = lines.pop();
    const count = `·\u00a0${figure(group.count)}`;
    return [...lines, last ? `${last}\u00a0${count}` : count];
  }

  function close(group, narrow) {
    const radius = Math.min(MOST, LEAST + (MOST - LEAST) * Math.sqrt(group.count / wayOf(group.by).top));
    Object.assign(group, { style: closed, room: group.closedRoom, lines: counted(group), radius, floor: narrow ? 5 : 7 + radius / 5, half: group.closedRoom.map((side) => side / 2), lift: 0 });
  }

  // Members drawn, those picked beyond them in a row below; the title stands for the others.
  function open(group, state, stands) {
    const picked = state.picked.map((id) => byId.get(id)).filter((node) => node && group.holds(node.i));
    const drawn = group.drawn.flatMap((i, k) => (stands[i] === group ? [{ node: nodes[i], at: group.spots[k] }] : []));
    const box = ({ node, at }) => [at[0] - node.room[0] / 2, at[1] - above(node), at[0] + node.room[0] / 2, at[1] - above(node) + node.room[1]];
    const edge = (k, of, usual) => (drawn.length ? of(...drawn.map((one) => box(one)[k])) : usual);
    const [left, top, right, bottom] = [edge(0, Math.min, 0), edge(1, Math.min, 0), edge(2, Math.max, 0), edge(3, Math.max, 0)];
    const more = picked.filter((node) => stands[node.i] === group && !drawn.some((one) => one.node === node));
    more.forEach((node, k) => drawn.push({ node, at: [left + 120 + 240 * k, bottom + 50] }));
    for (const { node } of drawn) stands[node.i] = node;
    group.shownCount = drawn.length;
    const words = `${group.name}\u00a0·\u00a0${figure(group.count)}`;
    const lines = words.length > LONGEST ? counted(group) : [words];
    const head = [Math.max(...lines.map((one) => one.length)) * 11 + 34, lines.length * 22 + 24];
    const below = more.length ? 150 : 0;
    const size = [Math.max(right - left, head[0], more.length * 240) + 2 * MARGIN, bottom - top + below + head[1] + 2 * MARGIN];
    const middle = [(left + right) / 2, (top + bottom + below - head[1]) / 2];
    Object.assign(group, { style: headed, room: head, lines, half: size.map((side) => side / 2), inner: drawn.map(({ node, at }) => ({ node, at: [at[0] - middle[0], at[1] - middle[1]] })) });
  }

  const above = (node) => (node.style.boxed ? node.room[1] / 2 : data.radii[2] + 2);

  // Closed groups stand where they were computed to; an open one pushes the others aside by what it grew.
  function spread(shown, places) {
    const at = new Map(shown.map((group) => [group, middleOf(group, places[group.number])]));
    const opened = shown.filter((group) => group.style.boxed);
    for (const group of shown) {
      const moved = at.get(group).slice();
      for (const other of opened) {
        if (other === group) continue;
        for (const k of [0, 1]) {
          const half = other.closedRoom[k] / 2;
          const way = Math.max(-1, Math.min(1, (at.get(group)[k] - at.get(other)[k]) / half));
          moved[k] += way * Math.max(0, other.half[k] - half);
        }
      }
      stand(group, moved);
    }
  }

  // The middle of the box of a closed group, whose symbol stands at `x`, `y`.
  const middleOf = (group, [x, y]) => [x, y - full(group) + group.closedRoom[1] / 2];
  const full = (group) => LEAST + (MOST - LEAST) * Math.sqrt(Math.min(1, group.total / wayOf(group.by).top)) + 1;

  function stand(group, [x, y]) {
    if (!group.style.boxed) {
      [group.x, group.y] = [x, y + full(group) - group.closedRoom[1] / 2];
      return;
    }
    const [across, down] = group.half;
    const head = group.room[1];
    scene.frames.push({ group, box: [x - across, y - down + head, 2 * across, 2 * down - head] });
    [group.x, group.y] = [x, y - down + head / 2];
    for (const { node, at } of group.inner) {
      [node.x, node.y] = [x + at[0], y + at[1]];
      node.seen = true;
    }
  }

  // The nodes picked, what is around them, or the way between them.
  function around(state, seen) {
    const shown = (edge) => MapLegend.drawn(edge) && seen(byId.get(edge.from)) && seen(byId.get(edge.to));
    Object.assign(scene, { things: nodes, lines: edges });
    const chain = state.path ? MapState.path(state, shown) : null;
    const leader = new Map();
    let far = new Map(state.picked.map((id) => [byId.get(id), 0]));
    if (chain) chain.forEach(({ from, to }, k) => { far.set(byId.get(from), far.get(byId.get(from)) ?? k); leader.set(byId.get(to), byId.get(from)); });
    else if (!state.path) reach(state, far, leader, shown);
    const ranked = [...far].sort(([a, one], [b, other]) => one - other || b.near.size - a.near.size || a.i - b.i);
    scene.left = Math.max(0, ranked.length - NEAREST - state.picked.length);
    far = new Map(ranked.slice(0, NEAREST + state.picked.length));
    for (const node of far.keys()) node.seen = true;
    if (chain) [...far.keys()].sort((a, b) => order(chain, a) - order(chain, b)).forEach((node, k) => { [node.x, node.y] = [k * 280, (k % 2) * 170]; });
    else MapAround.place(far, leader);
    scene.things = [...far.keys()];
    scene.lines = edges.filter((edge) => far.has(byId.get(edge.from)) && far.has(byId.get(edge.to)));
  }

  const order = (chain, node) => chain.findIndex(({ to }) => to === node.id);

  function reach(state, far, leader, shown) {
    const drawn = edges.filter(shown).map((edge) => [byId.get(edge.from), byId.get(edge.to)]);
    let ring = new Set(far.keys());
    for (let step = 1; step <= state.degree; step += 1) {
      const next = new Set();
      for (const [one, other] of drawn) {
        for (const [from, to] of [[one, other], [other, one]]) {
          if (!ring.has(from) || far.has(to)) continue;
          far.set(to, step);
          leader.set(to, from);
          next.add(to);
        }
      }
      ring = next;
    }
  }

  // Frames of open groups, behind lines and nodes; a title stands on its frame, however large it is.
  function backdrop(ctx, scale, least) {
    for (const { group, box } of scene.frames) {
      group.y = box[1] - title(group, scale, least) / 2;
      ctx.save();
      ctx.globalAlpha = group.dim ? 0.4 : 1;
      ctx.beginPath();
      ctx.roundRect(...box, 18);
      ctx.fillStyle = "#f4f6fa";
      ctx.fill();
      ctx.lineWidth = Math.max(1.5, 1.2 / scale);
      ctx.strokeStyle = MapBundles.COLOUR;
      ctx.stroke();
      ctx.restore();
    }
  }

  function clean(state) {
    const way = wayOf(state.by);
    const asked = new Set(state.open || []);
    const edge = state.picked.length ? undefined : edgeById.get(state.edge);
    if (edge) for (const id of [edge.from, edge.to]) asked.add(way.groups[way.of[byId.get(id).i]].key);
    const picked = state.picked.filter((id) => byId.has(id) || groupById.get(id).by === way.by);
    return { picked, by: way.by, open: way.groups.filter((group) => asked.has(group.key)).map((group) => group.key), around: Boolean(state.around) && picked.length > 0 && picked.every((id) => byId.has(id)) };
  }

  function write(state, words) {
    if (state.by !== data.by || state.open.length) words.set("by", state.by);
    for (const key of state.open) words.append("open", key);
    if (state.around) words.set("around", "1");
  }

  const read = (words) => ({ by: words.get("by"), open: words.getAll("open"), around: words.get("around") === "1" });

  // What must change in the state for a node or a group to be seen: its group opens; to `turn` an open one closes it.
  function toward(one, { turn = false } = {}) {
    const state = MapState.now;
    if (turn && one.group && isOpen(one, state)) return { around: false, open: state.open.filter((key) => key !== one.key) };
    const group = one.group ? one : groupOf(one, state);
    if (!one.group && alone(state)) return {};
    return { around: false, open: [...state.open, group.key] };
  }

  // An open group is shown with its members, and nothing is dimmed.
  function lit(state) {
    const group = groupById.get(state.picked[state.picked.length - 1]);
    if (!group || !isOpen(group, state) || state.picked.length > 1) return null;
    const near = new Set([group.i, ...(group.inner || []).map(({ node }) => node.i)]);
    return { near, clear: true, lines: new Set(scene.lines.filter((one) => near.has(thing(one.from).i) && near.has(thing(one.to).i)).map((one) => one.id)) };
  }

  // What an open group takes of the picture: left, top, right and bottom.
  function extent(one, scale, least) {
    const frame = one.group && scene.frames.find(({ group }) => group === one);
    return frame ? [frame.box[0], frame.box[1] - title(one, scale, least), frame.box[0] + frame.box[2], frame.box[1] + frame.box[3]] : null;
  }

  // The height of a title, which grows when the zoom gets smaller, as all labels do.
  const title = (group, scale, least) => group.room[1] * Math.max(1, least / (group.font * scale));

  function framed(things) {
    const opened = scene.frames.flatMap(({ group }) => [group, ...group.inner.map(({ node }) => node)]);
    return opened.length ? opened : things;
  }

  // Groups whose name holds what is sought.
  function found(query) {
    const sought = plain(query);
    if (!sought) return [];
    return wayOf(MapState.now.by).groups.filter((group) => ` ${plain(group.name)}`.includes(` ${sought}`)).slice(0, 3).map((node) => ({ node, as: null }));
  }

  return {
    compose, thing, line, whole: false, at: (i) => nodes[i] || byNumber.get(i), clean, write, read, toward, lit, framed, extent, found, backdrop, wayOf, groupOf, isOpen, alone, figure,
    asked: () => MapState.now.open.length > 0 || MapState.now.by !== data.by,
    why: (node) => (MapLegend.seen(node) ? say("group.elsewhere", { name: groupOf(node).name }) : say("not-drawn")),
    told: (state) => MapGroupPanel.told(state), panel: (state, acts) => MapGroupPanel.panel(state, acts), tools: (state) => MapGroupPanel.tools(state), start: () => MapGroupPanel.start(),
    sections: (pick) => MapGroupList.sections(pick), unfold: (node) => MapGroupList.unfold(node),
    get things() { return scene.things; }, get lines() { return scene.lines; }, get left() { return scene.left; }, get ways() { return ways; },
  };
})();
