// What the benchmark of maps asks of a page: frames while it is panned, time of a focus, sizes, overlaps.
globalThis.Bench = {
  // The whole map, as it is presented or not.
  show(presenting) {
    MapPage.see("map");
    document.body.classList.toggle("presenting", presenting);
    MapPage.refit();
  },

  // Frames a second while the whole map is moved under the window.
  async pan(seconds) {
    const { network } = MapCanvas;
    const from = network.getViewPosition();
    const start = performance.now();
    let frames = 0;
    network.on("afterDrawing", () => { frames += 1; });
    for (let now = 0; now < seconds * 1000; now = performance.now() - start) {
      network.moveTo({ position: { x: from.x + 200 * Math.sin(now / 300), y: from.y + 100 * Math.cos(now / 300) } });
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (frames * 1000) / (performance.now() - start);
  },

  // Milliseconds from the choice of the most linked node to its picture.
  async focus() {
    const node = MapModel.nodes.filter((one) => one.seen).sort((a, b) => b.links.length - a.links.length)[0];
    const start = performance.now();
    MapPage.pick(node);
    await new Promise((done) => MapCanvas.network.once("afterDrawing", done));
    return performance.now() - start;
  },

  // Milliseconds from the choice of a group to the picture of its members.
  async unfold() {
    const start = performance.now();
    MapPage.pick(MapScene.things[0]);
    await new Promise((done) => MapCanvas.network.once("afterDrawing", done));
    return performance.now() - start;
  },

  // How many pairs of labelled nodes overlap, and the pixels of each label, from the boxes as they are painted.
  labels() {
    const scale = MapCanvas.network.getScale();
    const shown = MapModel.nodes.filter((node) => node.seen && node.labelled).map((node) => ({ node, box: MapCanvas.screen(node) }));
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    let overlaps = 0;
    shown.forEach((one, i) => shown.slice(0, i).forEach((other) => { overlaps += Number(meet(one.box, other.box)); }));
    const sizes = shown.map(({ node, box }) => {
      const height = (box.bottom - box.top) / scale;
      const radius = Math.max(node.radius, 4.5 / scale);
      const grow = node.style.boxed ? height / node.room[1] : (height - 2 * radius) / (5 + 1.2 * node.lines.length * node.font);
      return node.font * grow * scale;
    });
    return { overlaps, smallest: Math.min(...sizes), shown: shown.length, all: MapModel.nodes.filter((node) => node.seen).length };
  },
};
